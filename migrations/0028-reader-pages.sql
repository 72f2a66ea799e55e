-- Status pages for a part of the customers: what stands on one follows from its services, who reads it from a saved audience.
create table reader_pages (
  id          uuid        primary key,
  brand_id    uuid        not null references brands (id),
  name        text        not null,
  audience_id uuid        not null references audiences (id),
  services    uuid[]      check (cardinality(services) > 0),
  made_by     text        not null,
  made_at     timestamptz not null,
  changed_by  text        not null,
  changed_at  timestamptz not null,
  removed_at  timestamptz
);
create unique index reader_pages_by_name on reader_pages (brand_id, lower(name)) where removed_at is null;
create index reader_pages_of_audience on reader_pages (audience_id) where removed_at is null;
comment on table reader_pages is 'contacts of the accounts that its audience chooses get its signed link; whom several choose gets the first by name';
comment on column reader_pages.name is 'for the team; its readers see the name of the brand';
comment on column reader_pages.services is 'what it shows; null: all of the brand';
comment on column artefacts.path is 'below the brand; for/ID/…: of the page for those readers, which no public address leads to';
