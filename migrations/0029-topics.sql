-- What customers write of as a rule, so that what is new is found.
create table topic_terms (
  brand_id uuid not null references brands (id),
  practice boolean not null,
  day      date not null,
  term     text not null,
  texts    int not null,
  primary key (brand_id, practice, term, day)
);
create index on topic_terms (day);
comment on table topic_terms is 'in how many texts of a day a word or a pair of words stood; kept for two weeks, what stood in one text alone for a day';
create table topic_days (
  brand_id uuid not null references brands (id),
  practice boolean not null,
  day      date not null,
  texts    int not null,
  primary key (brand_id, practice, day)
);
create table topic_place (
  one     int primary key default 1 check (one = 1),
  through timestamptz
);
insert into topic_place default values;
