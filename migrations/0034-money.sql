-- Making good without a double payment: plans of a million lines, an immutable ledger, and what became of each line at whoever carries it out.

-- What a contract promises: a table of the remedy policies, by its name.
alter table accounts add column sla text;
comment on column accounts.sla is 'name of the table of the remedy policies that its contract holds us to; null: none';

alter table remedy_plans add column adjust jsonb not null default '{}', add column summary jsonb;
comment on column remedy_plans.adjust is 'what people changed against the policy: share of the goodwill, tiers left out, what becomes of accounts without a price; with the reason';

create type line_held as enum ('cap-account', 'cap-year', 'smaller', 'edited', 'no-price', 'currency', 'share');
-- The lines of a plan, one for each account and remedy; slim, since a plan has a million. Its sentence stands in the plan's own copy of the policy.
create table remedy_lines (
  plan_id      uuid     not null,
  crisis_id    uuid     not null,
  account_id   bigint   not null,
  practice     boolean  not null,
  rule         smallint not null,
  minutes      int      not null,
  remedy       text     not null,
  owed         boolean  not null,
  currency     char(3)  not null,
  full_minor   bigint   not null,
  amount_minor bigint   not null check (amount_minor between 0 and 9007199254740991),
  held         line_held,
  month        date,
  constraint practice_by_id check (practice = (crisis_id >= '80000000-0000-0000-0000-000000000000') and practice = (account_id < 0)),
  primary key (plan_id, account_id, remedy)
);
comment on column remedy_lines.rule is 'its place in the policy of the plan';
comment on column remedy_lines.full_minor is 'what the rule gives by itself; amount_minor is what is left of it, and held says why it is less';
comment on column remedy_lines.month is 'of what is owed: the month whose uptime it is for';
insert into remedy_lines (plan_id, crisis_id, account_id, practice, rule, minutes, remedy, owed, currency, full_minor, amount_minor)
select e.plan_id, e.crisis_id, e.account_id, e.practice, coalesce(r.nth - 1, 0), coalesce((e.why->>'minutes')::int, 0), e.remedy, false, e.currency, e.amount_minor, e.amount_minor
  from entitlements e join remedy_plans p on p.id = e.plan_id
  left join lateral (select min(nth) as nth from jsonb_array_elements(p.policy->'rules') with ordinality x (rule, nth)
                      where rule->>'remedy' = e.remedy and rule->>'sentence' = e.why->>'sentence') r on true
 where e.basis = 'goodwill';
drop table entitlements;
create function remedy_sentence(policy jsonb, rule smallint) returns text language sql immutable as $$
  select coalesce(policy->'sentences'->>rule, policy->'rules'->rule->>'sentence')
$$;
create function remedy_means(means text, policy jsonb, rule smallint) returns text language sql immutable as $$
  select case when means in ('file', 'webhook', 'practice') then coalesce(policy->'rules'->rule->>'as', means) else means end
$$;
comment on function remedy_means is 'how a line reaches its customer, also where people or a webhook carry it out';
comment on function remedy_sentence is 'what a line gives, in the words of the policy that its plan kept';

-- What people changed for one account, and why; every later plan of the crisis keeps it.
create table remedy_edits (
  id           bigint generated always as identity primary key,
  crisis_id    uuid    not null,
  account_id   bigint  not null,
  practice     boolean not null,
  remedy       text    not null,
  amount_minor bigint  not null check (amount_minor between 0 and 9007199254740991),
  reason       text    not null,
  edited_by    text    not null,
  edited_at    timestamptz not null,
  foreign key (crisis_id, practice) references crises (id, practice),
  foreign key (account_id, practice) references accounts (id, practice)
);
create index remedy_edits_newest on remedy_edits (crisis_id, account_id, remedy, id desc);

-- Who asked for a remedy that is only for those who ask.
create table remedy_choices (
  crisis_id  uuid    not null,
  account_id bigint  not null,
  practice   boolean not null,
  remedy     text    not null,
  chosen_at  timestamptz not null,
  primary key (crisis_id, account_id, remedy),
  foreign key (crisis_id, practice) references crises (id, practice),
  foreign key (account_id, practice) references accounts (id, practice)
);

-- A crisis may be none: goodwill that an agent gives in a conversation. A million inserted rows must not each look up their plan again.
alter table grants drop constraint grants_plan_id_fkey, alter column plan_id drop not null, alter column crisis_id drop not null, drop constraint practice_by_id,
  add column owed boolean not null default false, add column rule smallint, add column month date, add column reverses bigint, add column goodwill_id uuid, add column reason text,
  add column granted_by text[] not null default '{}',
  add constraint practice_by_id check (practice = (account_id < 0) and (crisis_id is null or practice = (crisis_id >= '80000000-0000-0000-0000-000000000000'))),
  drop constraint grants_crisis_id_account_id_remedy_revision_key,
  add constraint grants_once unique nulls not distinct (crisis_id, account_id, remedy, revision);
create index grants_by_account on grants (account_id, granted_at);
create index grants_by_plan on grants (plan_id);
create unique index grants_reversed_once on grants (reverses) where reverses is not null;
comment on column grants.granted_by is 'the people who approved it';
comment on column grants.reverses is 'the line that this one takes back, whole, with a negative amount';

-- Who carries out what is granted: a provider, a webhook, or people with a file or a task.
create table payers (
  id         uuid primary key,
  kind       text not null check (kind in ('stripe', 'shopify', 'webhook')),
  name       text not null,
  brand_id   uuid not null references brands (id),
  settings   jsonb not null default '{}',
  sealed     bytea,
  live       boolean not null default false,
  state      text not null default 'on' check (state in ('on', 'paused')),
  paused_why text,
  made_by    text not null,
  made_at    timestamptz not null,
  removed_at timestamptz
);
create unique index payers_one_a_kind on payers (brand_id, kind) where removed_at is null;
comment on column payers.live is 'false: a dry run; nothing is called and nothing is applied';

-- What became of a ledger line. The line itself never changes; this does.
create type payout_state as enum ('approved', 'executing', 'applied', 'failed', 'unknown', 'reversed', 'expired');
create table payouts (
  grant_id     bigint   not null primary key,
  crisis_id    uuid,
  account_id   bigint   not null,
  practice     boolean  not null,
  payer_id     uuid,
  means        text     not null check (means in ('balance', 'credit-note', 'refund', 'extension', 'discount', 'store-credit', 'gift-card', 'webhook', 'file', 'task', 'practice')),
  state        payout_state not null default 'approved',
  attempt      smallint not null default 1,
  tries        smallint not null default 0,
  first_called_at timestamptz,
  called_at    timestamptz,
  due_at       timestamptz,
  leased_until timestamptz,
  leased_by    text,
  provider_id  text,
  answer       text,
  changed_at   timestamptz not null,
  told_in      uuid,
  constraint practice_by_id check (practice = (account_id < 0) and (not practice or means = 'practice'))
);
comment on column payouts.attempt is 'part of the idempotency key: raised only once a look-up has shown that the call before moved nothing';
comment on column payouts.tries is 'calls of this attempt that were put off (limits, closed connections)';
comment on column payouts.first_called_at is 'of this attempt: a key is only good for a day after it';
comment on column payouts.told_in is 'the notice that told the customer';
create index payouts_to_claim on payouts (payer_id, grant_id) where state = 'approved' and payer_id is not null;
create index payouts_in_hand on payouts (leased_until) where state = 'executing';
create index payouts_unknown on payouts (payer_id, due_at) where state = 'unknown';
create index payouts_untold on payouts (crisis_id, state) where told_in is null;
-- What was granted before this was kept is by people.
insert into payouts (grant_id, crisis_id, account_id, practice, means, state, changed_at, told_in)
select g.id, g.crisis_id, g.account_id, g.practice, case when g.practice then 'practice' else 'file' end, 'approved', g.granted_at,
       (select u.id from updates u where u.remedy_plan = g.plan_id and u.class = 'remedy-notice' order by u.published_at limit 1)
  from grants g;

-- What an agent asked for beyond their own budget: it waits for a person who may approve it.
create table goodwill_requests (
  id           uuid primary key,
  account_id   bigint  not null,
  practice     boolean not null,
  crisis_id    uuid,
  amount_minor bigint  not null check (amount_minor between 1 and 9007199254740991),
  currency     char(3) not null,
  reason       text    not null,
  reference    text,
  asked_by     text    not null,
  asked_at     timestamptz not null,
  state        text    not null check (state in ('granted', 'waiting', 'refused')),
  decided_by   text,
  decided_at   timestamptz,
  answer       text,
  grant_id     bigint,
  constraint practice_by_id check (practice = (account_id < 0) and (crisis_id is null or practice = (crisis_id >= '80000000-0000-0000-0000-000000000000'))),
  foreign key (account_id, practice) references accounts (id, practice)
);
create unique index goodwill_once on goodwill_requests (asked_by, reference) where reference is not null;
create index goodwill_waiting on goodwill_requests (asked_at) where state = 'waiting';
create index goodwill_of_person on goodwill_requests (asked_by, asked_at);
comment on column goodwill_requests.reference is 'what the asker calls it (a conversation, a click): the same once more is the same request';

-- What an agent may give by themself: so much a time and so much a month, in a currency.
create table goodwill_budgets (
  person    text    not null,
  currency  char(3) not null,
  once_minor  bigint not null check (once_minor >= 0),
  month_minor bigint not null check (month_minor >= 0),
  set_by    text    not null,
  set_at    timestamptz not null,
  primary key (person, currency)
);

create table remedy_policy_revisions (
  revision        int         primary key check (revision > 0),
  yaml            text        not null,
  body            jsonb       not null,
  shipped_yaml    text        not null,
  follows_shipped boolean     not null default false,
  note            text        not null,
  author          text        not null,
  written_at      timestamptz not null
);
comment on table remedy_policy_revisions is 'every version of the remedy policies that was saved here; lines are added, never changed';
create trigger remedy_policy_revisions_immutable before update or delete on remedy_policy_revisions for each statement execute function playbook_revisions_never_change();
