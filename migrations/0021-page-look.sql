-- How a status page looks, and where it is reached.
alter table brands
  add column domain text unique check (domain = lower(domain) and domain ~ '^[a-z0-9-]+(\.[a-z0-9-]+)+$'),
  add column theme  jsonb not null default '{}',
  add column private boolean not null default false;
comment on column brands.domain is 'a name of its own for the status page, such as status.example.com; null: below the address that all share';
comment on column brands.private is 'the status page is read through a signed link alone';
comment on column brands.theme is 'colours for light and dark, a logo, and what stands above and below as Markdown with a few variables';
