-- Who wrote each message: colleagues of one account write in one thread, and are answered each.
alter table conversation_messages add column sender text, add column sender_name text, add column written_in bigint;
comment on column conversation_messages.sender is 'the address of the customer who wrote it; null: from before this was kept, so that of its conversation';
comment on column conversation_messages.written_in is 'the conversation that it was written in, where it was put into another one: whoever holds a link reads theirs and not what was put together with it; null: where it stands';

-- What is known of those who wrote before.
update conversation_messages m set sender = i.address
  from (select id, lower(coalesce(substring(sender from '<([^<>\s]+@[^<>\s]+)>\s*$'), substring(sender from '^\s*([^<>\s]+@[^<>\s]+)\s*$'))) as address from inbound_mails) i
 where i.id = m.inbound_mail_id and m.kind = 'in' and i.address is not null;
update conversation_messages m set written_in = a.origin
  from (select distinct on (message) e.value::bigint as message, (a.data->>'from')::bigint as origin from conversation_acts a cross join lateral jsonb_array_elements_text(a.data->'messages') e
         where a.kind = 'merged' and a.undone_at is null order by message, a.id) a
 where m.id = a.message and m.conversation_id <> a.origin;

create index conversations_merged on conversations (merged_into) where merged_into is not null;

-- A reply goes to whoever wrote last, and in copy to the others who wait for it: a row for each, so that each is sent, bounces and is stopped by itself.
alter table reply_deliveries drop constraint reply_deliveries_message_id_key, add column copy boolean not null default false;
create unique index replies_of_message on reply_deliveries (message_id, destination);
create unique index replies_first on reply_deliveries (message_id) where not copy;
comment on column reply_deliveries.copy is 'the same message to somebody else who wrote; not copy: the one that it answers';
