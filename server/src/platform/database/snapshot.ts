// The schema as the catalogue tells it: tables, columns, keys, indexes, comments. Committed; the check fails when it differs.
import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** One line per column, constraint, index, trigger, function and comment of our own tables, in a stable order. */
export async function schemaSnapshot(db: Db): Promise<string> {
  const { rows } = await sql<{ line: string }>`
    with ours as (select c.oid, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                   where n.nspname = 'public' and c.relkind in ('r', 'p'))
    select line from (
      select 1 as kind, relname as place, a.attnum::int as nth,
             format('table %s: %s %s%s%s', relname, a.attname, format_type(a.atttypid, a.atttypmod), case when a.attnotnull then ' not null' else '' end,
                    coalesce(case when a.attgenerated = 's' then ' generated ' when a.attidentity <> '' then ' identity ' else ' default ' end || pg_get_expr(d.adbin, d.adrelid), case when a.attidentity <> '' then ' identity' else '' end)) as line
        from ours join pg_attribute a on a.attrelid = ours.oid and a.attnum > 0 and not a.attisdropped
        left join pg_attrdef d on d.adrelid = ours.oid and d.adnum = a.attnum
      union all
      select 2, relname, 0, format('constraint %s: %s %s', relname, conname, pg_get_constraintdef(k.oid)) from ours join pg_constraint k on k.conrelid = ours.oid and k.contype <> 'n'
      union all
      select 3, relname, 0, format('index %s', replace(pg_get_indexdef(i.indexrelid), 'public.', '')) from ours join pg_index i on i.indrelid = ours.oid
      union all
      select 4, relname, 0, format('trigger %s', replace(pg_get_triggerdef(t.oid), 'public.', '')) from ours join pg_trigger t on t.tgrelid = ours.oid and not t.tgisinternal
      union all
      select 5, p.proname, 0, format('function %s(%s) %s', p.proname, pg_get_function_identity_arguments(p.oid), md5(p.prosrc))
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where n.nspname = 'public' and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')
      union all
      select 6, t.typname, e.enumsortorder::int, format('enum %s: %s', t.typname, e.enumlabel) from pg_enum e join pg_type t on t.oid = e.enumtypid join pg_namespace n on n.oid = t.typnamespace where n.nspname = 'public'
      union all
      select 7, relname, coalesce(d.objsubid, 0), format('comment %s%s: %s', relname, coalesce('.' || a.attname, ''), d.description)
        from ours join pg_description d on d.objoid = ours.oid and d.classoid = 'pg_class'::regclass
        left join pg_attribute a on a.attrelid = ours.oid and a.attnum = d.objsubid and d.objsubid > 0
    ) lines order by kind, place, nth, line`.execute(db)
  return `${rows.map((row) => row.line).join('\n')}\n`
}
