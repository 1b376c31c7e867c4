-- Segments of 2^16 numbers instead of 2^18: while a list comes in, blind words go to random pages of the last segment, and the larger
-- it is, the more pages are written for each thousand rows (docs/decisions/0024).
UPDATE register_record SET seg = n / 65536;
UPDATE register_key SET seg = n / 65536;
