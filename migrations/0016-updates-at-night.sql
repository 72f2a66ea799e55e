-- What waits for a second person is what was submitted; it may be sent back, and its words go on as a new draft.
alter table updates drop constraint updates_status_check;
alter table updates add constraint updates_status_check check (status in ('draft', 'awaiting-approval', 'published', 'withdrawn', 'sent-back'));
alter table updates
  add column seal         text,
  add column asked        text[] not null default '{}',
  add column follows      uuid references updates (id),
  add column sent_back_by text,
  add column sent_back_at timestamptz,
  add column sent_back_reason uuid references texts (id);
comment on column updates.seal is 'a hash of what was submitted; whoever approves by a link approves these words and no others';
comment on column updates.asked is 'the people who were paged to approve it';
comment on column updates.follows is 'the update that was sent back, whose words this draft goes on with';

-- A page about one update: its link shows that update.
alter table pages
  add column update_id uuid references updates (id),
  add column clock     text;
comment on column pages.clock is 'the promise to customers that is about to be missed, or was: its link offers a holding update';
create index pages_about_update on pages (update_id) where update_id is not null;

-- Drafts save themselves: a save names the revision it was made from, and who has a draft open is seen by the others.
alter table updates
  add column revision   int not null default 1,
  add column changed_by text,
  add column changed_at timestamptz,
  add column changes    jsonb not null default '{}';
comment on column updates.changes is 'of a draft: by part, the revision that last changed it';
create table draft_editors (
  update_id uuid not null references updates (id) on delete cascade,
  editor    uuid not null,
  person    text not null,
  opened_at timestamptz not null,
  seen_at   timestamptz not null,
  primary key (update_id, editor)
);
comment on table draft_editors is 'who has a draft open now: a row that was not seen for 20 seconds is nobody';
