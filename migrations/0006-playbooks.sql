-- What an installation makes of its playbooks. The files that ship with Leeward are the base; the newest revision here is in force instead.
create table playbook_revisions (
  playbook        text        not null check (playbook ~ '^[a-z][a-z0-9-]{1,60}$'),
  revision        int         not null check (revision > 0),
  yaml            text        not null,
  body            jsonb       not null,
  shipped_yaml    text,
  follows_shipped boolean     not null default false,
  note            text        not null,
  author          text        not null,
  written_at      timestamptz not null,
  primary key (playbook, revision)
);
comment on table playbook_revisions is 'every version that was saved here; lines are added, never changed';
comment on column playbook_revisions.shipped_yaml is 'the file that shipped when this was written; null: the playbook is the installation’s own';
comment on column playbook_revisions.follows_shipped is 'back to the shipped file, also to the one of a later upgrade';

create function playbook_revisions_never_change() returns trigger language plpgsql as $$
begin raise exception 'a revision of a playbook is never changed: write a new one' using errcode = 'check_violation'; end $$;
create trigger playbook_revisions_immutable before update or delete on playbook_revisions for each statement execute function playbook_revisions_never_change();

-- The running crisis keeps the playbook it started with, and says which revision that was.
alter table crisis_playbooks add column revision int not null default 0;
comment on column crisis_playbooks.revision is '0: as shipped with the version of Leeward that declared it';
