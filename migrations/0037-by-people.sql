-- What people carry out: who has a task in hand, what they said of many lines at once, and plans that are settled.

alter table payouts add column taken_by text, add column taken_at timestamptz;
comment on column payouts.taken_by is 'of a task: who has it in hand';
create index payouts_tasks on payouts (grant_id) where means = 'task';
create index payouts_told on payouts (told_in) where told_in is not null;
create index payouts_open on payouts (crisis_id) where state in ('approved', 'executing', 'unknown');

-- Many lines at once: all that wait of a plan, or a file that came back. Each line keeps its own decision; this is what they have in common.
create table payout_runs (
  id        uuid primary key,
  plan_id   uuid,
  means     text check (means in ('file', 'task')),
  evidence  text        not null,
  lines     int         not null default 0,
  made_by   text        not null,
  made_at   timestamptz not null,
  undone_by text,
  undone_at timestamptz,
  undone_why text,
  undone_lines int
);
comment on column payout_runs.plan_id is 'null: a file that came back, whatever plans its lines are of';
create index payout_runs_newest on payout_runs (plan_id, made_at desc);
alter table payout_decisions add column run_id uuid, drop constraint payout_decisions_what_check,
  add constraint payout_decisions_what_check check (what in ('applied', 'not-applied', 'retry', 'undone'));
create index payout_decisions_by_run on payout_decisions (run_id) where run_id is not null;

alter table remedy_plans add column settled_at timestamptz;
comment on column remedy_plans.settled_at is 'when every line that it added was carried out, had failed or had ended, for the first time';
create index remedy_plans_unsettled on remedy_plans (id) where status = 'executed' and settled_at is null;
