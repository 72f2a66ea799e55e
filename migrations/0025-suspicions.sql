-- Suspicions: what may be a crisis, with what speaks for it.

alter table signals add column alert text;
comment on column signals.alert is 'what a later signal that it is over ends';

-- Signals that say that something begins or is over, until they were looked at.
create table signal_news (
  position    bigint generated always as identity primary key,
  received_at timestamptz not null,
  signal_id   uuid not null
);

create table firing (
  source_id  uuid not null references signal_sources (id),
  alert      text not null,
  topic      text not null,
  name       text not null,
  service_id uuid,
  region     text,
  severity   text,
  title      text not null,
  since      timestamptz not null,
  heard_at   timestamptz not null,
  primary key (source_id, alert)
);
create index on firing (topic);
create index on firing (heard_at);
comment on column firing.topic is 'source, name, service and region: alerts about one thing are one piece of evidence';

create table suspicions (
  id            uuid primary key,
  brand_id      uuid not null references brands (id),
  practice      boolean not null,
  state         text not null check (state in ('open', 'snoozed', 'dismissed', 'promoted', 'calm')),
  title         text not null,
  crisis_kind   text not null,
  severity      int not null check (severity between 1 and 4),
  confidence    float8 not null,
  witnesses     int not null,
  raised_at     timestamptz not null,
  last_at       timestamptz not null,
  ended_at      timestamptz,
  snoozed_until timestamptz,
  crisis_id     uuid,
  decided_by    text,
  reason_id     uuid,
  foreign key (crisis_id, practice) references crises (id, practice)
);
create index on suspicions (brand_id, raised_at) where state in ('open', 'snoozed');
create index on suspicions (raised_at);
comment on column suspicions.witnesses is 'how many that know nothing of each other speak for it: machines, customers, money, suppliers';

create table suspicion_evidence (
  suspicion_id uuid not null references suspicions (id),
  kind         text not null,
  key          text not null,
  weight       float8 not null,
  size         float8 not null,
  sentence     text not null,
  title        text not null,
  topic        text not null,
  service_id   uuid references services (id),
  region       text,
  at           timestamptz not null,
  over_at      timestamptz,
  primary key (suspicion_id, kind, key)
);
create index on suspicion_evidence (kind, key);

-- Signs too weak to bother anybody, for a while: several of them together are a suspicion.
create table weak_signs (
  brand_id uuid not null,
  practice boolean not null,
  kind     text not null,
  key      text not null,
  body     jsonb not null,
  at       timestamptz not null,
  primary key (brand_id, practice, kind, key)
);

-- What somebody called no trouble: the same, not larger than it was, raises nothing for a while.
create table quiet_patterns (
  brand_id     uuid not null references brands (id),
  kind         text not null,
  key          text not null,
  size         float8 not null,
  until        timestamptz not null,
  suspicion_id uuid not null references suspicions (id),
  primary key (brand_id, kind, key)
);

create table suspicion_words (
  id         uuid primary key,
  body       text not null,
  author     text not null,
  written_at timestamptz not null
);
comment on table suspicion_words is 'why suspicions were dismissed; a suspicion belongs to no crisis yet, so its words stand here';
