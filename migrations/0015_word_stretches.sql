-- The stretches of `case_word` are shorter: a page is of milliseconds by 2^24, 4.7 hours. The reader begins anew.
DELETE FROM case_word;
DELETE FROM reader_cursor WHERE reader = 'cases.words';
