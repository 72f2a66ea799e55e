-- Who is hurt, said exactly: several scope rows for one service, each with its window; conditions; lists; and what each assessment changed.

alter table crisis_scope add column position int not null default 0, add column until timestamptz;
update crisis_scope s set position = n.nth from (select crisis_id, service_id, row_number() over (partition by crisis_id order by service_id) - 1 as nth from crisis_scope) n
 where n.crisis_id = s.crisis_id and n.service_id = s.service_id;
alter table crisis_scope drop constraint crisis_scope_pkey, add primary key (crisis_id, position);
comment on column crisis_scope.since is 'null: since the onset of the crisis';
comment on column crisis_scope.until is 'null: until it is restored';

create table impact_conditions (
  crisis_id   uuid primary key references crises (id),
  everyone_in_scope boolean not null default true,
  conditions  jsonb not null default '[]'
);
create table impact_basis (
  crisis_id  uuid primary key references crises (id),
  definition text not null
);
comment on table impact_basis is 'the definition that the stored impact fulfils: where conditions were only added since, only they have to be worked out';
comment on table impact_conditions is 'further groups of accounts, each with degree, window and query; texts of people, so not in events. No row: everyone in scope, nothing further';

-- A list names accounts one by one. A new file is a new list, so that nothing changes until the whole file is read.
create table impact_lists (
  crisis_id  uuid    not null references crises (id),
  list       text    not null check (list in ('include', 'exclude')),
  list_id    uuid    not null unique,
  degree     text    not null default 'down' check (degree in ('down', 'degraded', 'at-risk')),
  file_name  text,
  accounts   int     not null,
  bad        int     not null,
  problems   jsonb   not null default '[]',
  changed_by text    not null,
  changed_at timestamptz not null,
  primary key (crisis_id, list)
);
create table impact_list_accounts (
  list_id    uuid    not null,
  account_id bigint  not null,
  practice   boolean not null,
  constraint practice_by_id check (practice = (list_id >= '80000000-0000-0000-0000-000000000000') and practice = (account_id < 0)),
  primary key (list_id, account_id)
);

create table impact_assessments (
  crisis_id  uuid not null references crises (id),
  number     int  not null,
  assessed_at timestamptz not null,
  cause      text not null,
  caused_by  text not null,
  accounts   int  not null,
  added      int  not null,
  removed    int  not null,
  changed    int  not null,
  vulnerable int  not null,
  detailed   boolean not null default true,
  recorded   boolean not null default false,
  primary key (crisis_id, number)
);
comment on column impact_assessments.recorded is 'whether its fact is in the crisis''s stream: where a process died in between, the next assessment records it first';
comment on column impact_assessments.detailed is 'whether its difference is known: not for those made before differences were kept';
insert into impact_assessments (crisis_id, number, assessed_at, cause, caused_by, accounts, added, removed, changed, vulnerable, detailed, recorded)
select crisis_id, row_number() over (partition by crisis_id order by version), occurred_at, 'unknown', actor,
       (data->>'accounts')::int, (data->>'added')::int, (data->>'removed')::int, 0, (data->>'vulnerable')::int, false, true
  from events where type = 'ImpactAssessed' and crisis_id is not null;

create table impact_changes (
  crisis_id  uuid   not null,
  number     int    not null,
  account_id bigint not null,
  before_since timestamptz, before_until timestamptz, before_degree text,
  after_since  timestamptz, after_until  timestamptz, after_degree  text,
  primary key (crisis_id, account_id, number)
);
comment on table impact_changes is 'what each assessment but the first changed; the first one is what is left when the later ones are taken back';

-- When facts of the registry change, every crisis that is not closed is assessed again: one wake-up a crisis, however many changes. Its key is its own, so
-- that no change of the definition, which may be worked out from what is stored, takes its place.
create index crises_open on crises (practice) where status <> 'closed';
create function assess_again(of_practice boolean) returns void language sql as $$
  select graphile_worker.add_job('assess-impact', json_build_object('crisisId', c.id, 'cause', 'registry'), queue_name := 'impact/' || c.id,
                                 job_key := 'assess-impact/' || c.id || '/registry', job_key_mode := 'preserve_run_at')
    from crises c where c.status <> 'closed' and c.practice = of_practice order by c.id
$$;
