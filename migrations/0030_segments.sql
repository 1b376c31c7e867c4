-- Segments of 2^17 numbers instead of 2^18: while a list comes in, blind words go to random pages of the last segment, and the larger
-- it is, the more pages are written for each thousand rows (docs/decisions/0024).
UPDATE register_record SET seg = n / 131072;
UPDATE register_key SET seg = n / 131072;
