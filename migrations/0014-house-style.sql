-- How a brand writes to its customers; without a row, as the defaults say.
create table house_styles (
  brand_id   uuid primary key references brands (id),
  style      jsonb not null,
  changed_by text not null,
  changed_at timestamptz not null
);
comment on table house_styles is 'the rules of the linter that are a matter of taste: apologies, the grade, words that never appear';
