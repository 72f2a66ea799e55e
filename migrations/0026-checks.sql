-- Our own checks: asked from here, or heard from (heartbeats).
create table checks (
  id            uuid primary key,
  brand_id      uuid not null references brands (id),
  practice      boolean not null,
  name          text not null,
  target        jsonb not null,
  service_id    uuid references services (id),
  region        text,
  severity      text not null check (severity in ('critical', 'error', 'warning', 'info')),
  every_seconds int not null check (every_seconds between 10 and 2678400),
  retries       int not null check (retries between 0 and 10),
  hash          bytea unique,
  state         text not null default 'unknown' check (state in ('unknown', 'up', 'down')),
  failures      int not null default 0,
  weight        float8,
  sentence      text,
  took_ms       int,
  last_at       timestamptz,
  changed_at    timestamptz,
  next_at       timestamptz not null,
  told          text,
  created_by    text not null,
  created_at    timestamptz not null,
  removed_at    timestamptz
);
create index on checks (next_at) where removed_at is null;
comment on column checks.target is 'what is asked and what it must answer, by its kind';
comment on column checks.hash is 'of a heartbeat: SHA-256 of the key that is in its address';
comment on column checks.told is 'the state (and how grave it is) that suspicions have heard of';
