-- A dated commitment that comes back: "the size is reviewed every two years".

ALTER TABLE commitment ADD COLUMN repeats_years INTEGER CHECK (repeats_years > 0);
