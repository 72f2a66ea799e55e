-- Minutes in which nobody listened, because Leeward was away: what did not come then is not known, and not nothing.
create table signal_gaps (
  begins  timestamptz primary key,
  through timestamptz not null check (through >= begins)
);
comment on table signal_gaps is 'minutes, both ends included; of the first and the last a part was heard';

create table heartbeat_watch (
  one       int primary key default 1 check (one = 1),
  looked_at timestamptz,
  since     timestamptz
);
comment on table heartbeat_watch is 'since when somebody listens to heartbeats without a pause: before that, silence is ours';
insert into heartbeat_watch default values;

-- Some series come late as a rule: they are looked at so much later.
alter table late_hours add column minutes smallint;
comment on column late_hours.minutes is 'how many minutes after its own its values came, where that tells something of the series: not of what was sent for longer ago, nor while we were slow';
alter table detector_states add column behind_minutes smallint not null default 0;

-- When a piece was said last: what comes back is not as old as when it was said first.
alter table suspicion_evidence add column heard_at timestamptz;
update suspicion_evidence set heard_at = at;
alter table suspicion_evidence alter column heard_at set not null;

-- What was called no trouble was so sure; what is clearly surer is another matter.
alter table quiet_patterns add column weight float8 not null default 1;
update quiet_patterns q set weight = e.weight from suspicion_evidence e where e.suspicion_id = q.suspicion_id and e.kind = q.kind and e.key = q.key;
alter table quiet_patterns alter column weight drop default;
