-- Who asked for a remedy that is only for those who ask, and what a remedy is called in the customer's language.

alter table remedy_choices add column id bigint generated always as identity, add column contact_id bigint, add column asked_by text;
comment on column remedy_choices.asked_by is 'customer: by their own page; else the colleague who noted it; null: not kept by an older version';
comment on column remedy_choices.contact_id is 'to whom the page was given that it was asked by; null where it was given for the whole account';
create index remedy_choices_newest on remedy_choices (crisis_id, id desc);

create function remedy_sentence(policy jsonb, rule smallint, locale text) returns text language sql immutable as $$
  select coalesce(policy->'rules'->rule->'translations'->>locale, policy->'rules'->rule->'translations'->>split_part(locale, '-', 1), remedy_sentence(policy, rule))
$$;
comment on function remedy_sentence(jsonb, smallint, text) is 'what a line gives, in the customer''s language where the policy has it';
