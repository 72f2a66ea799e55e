-- Whom a crisis asks whether it works again, what they answer, and who looks after those for whom it does not; services that are watched closely after restoring.

create table sign_off_plans (
  crisis_id      uuid        not null,
  round          int         not null check (round > 0),
  practice       boolean     not null,
  target_percent smallint    not null check (target_percent between 1 and 100),
  tiers          jsonb       not null,
  asked          int         not null,
  planned_at     timestamptz not null,
  primary key (crisis_id, round),
  foreign key (crisis_id, practice) references crises (id, practice)
);
comment on table sign_off_plans is 'one each time that customers are asked: once restored, and anew when it was reopened and restored again';
comment on column sign_off_plans.tiers is 'per tier: hurt, asked by link, asked by a person, and how many of them nothing reaches';

create table sign_off_asks (
  crisis_id  uuid     not null,
  account_id bigint   not null,
  practice   boolean  not null,
  round      int      not null,
  tier       text     not null,
  way        text     not null check (way in ('link', 'person')),
  constraint practice_by_id check (practice = (crisis_id >= '80000000-0000-0000-0000-000000000000') and practice = (account_id < 0)),
  primary key (crisis_id, account_id)
);
create index sign_off_asks_by_person on sign_off_asks (crisis_id) where way = 'person';
comment on table sign_off_asks is 'those asked in the latest round; chosen once, in one statement, and stored';

alter table sign_offs
  alter column contact_id drop not null,
  add column round      int not null default 1,
  add column way        text not null default 'link' check (way in ('link', 'my-page', 'api', 'person')),
  add column asked      boolean not null default true,
  add column tier       text not null default 'standard',
  add column text_id    uuid,
  add column service_id uuid references services (id),
  add column region     text;
comment on column sign_offs.answer is 'in force: works where nobody of the account says otherwise; what was said before stands in the facts';
comment on column sign_offs.contact_id is 'who said it last; null: said for the whole account';
comment on column sign_offs.asked is 'false: the account answered without being asked, and counts in no rate';
create index sign_offs_still_broken on sign_offs (crisis_id) where answer = 'still-broken';
update sign_offs s set tier = a.tier from accounts a where a.id = s.account_id;

create table sign_off_follow_ups (
  crisis_id  uuid        not null,
  account_id bigint      not null,
  practice   boolean     not null,
  state      text        not null check (state in ('open', 'taken', 'closed')),
  opened_at  timestamptz not null,
  service_id uuid references services (id),
  region     text,
  text_id    uuid,
  taken_by   text,
  closed_by  text,
  closed_at  timestamptz,
  outcome    text check (outcome in ('works', 'known', 'not-reached')),
  note_id    uuid,
  primary key (crisis_id, account_id),
  foreign key (crisis_id, practice) references crises (id, practice),
  foreign key (account_id, practice) references accounts (id, practice)
);
create index sign_off_follow_ups_open on sign_off_follow_ups (crisis_id, opened_at) where state <> 'closed';

-- Those asked by earlier versions.
insert into sign_off_asks (crisis_id, account_id, practice, round, tier, way)
select distinct on (u.crisis_id, d.account_id) u.crisis_id, d.account_id, d.practice, 1, a.tier, 'link'
  from updates u join deliveries d on d.update_id = u.id join accounts a on a.id = d.account_id where u.class = 'sign-off-request' and d.account_id is not null;
insert into sign_off_plans (crisis_id, round, practice, target_percent, tiers, asked, planned_at)
select t.crisis_id, 1, t.practice, 80, jsonb_agg(jsonb_build_object('tier', t.tier, 'hurt', t.asked, 'byLink', t.asked, 'byPerson', 0, 'unreachable', 0) order by t.tier), sum(t.asked)::int, max(t.at)
  from (select q.crisis_id, q.practice, q.tier, count(*)::int as asked, (select min(u.published_at) from updates u where u.crisis_id = q.crisis_id and u.class = 'sign-off-request') as at
          from sign_off_asks q group by 1, 2, 3) t group by 1, 3;

create table watches (
  crisis_id uuid        primary key,
  practice  boolean     not null,
  began_at  timestamptz not null,
  until     timestamptz not null,
  foreign key (crisis_id, practice) references crises (id, practice)
);
comment on table watches is 'crises that were restored and are watched: less is enough to raise a suspicion of one of their services until then';
