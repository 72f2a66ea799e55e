// The words after reopening: we said that it was over, and it is not. A draft in every language of the last word, for a person to read and send.
import { sql } from 'kysely'
import { shownTime } from '../../communicate/frame/html.ts'
import { frame, languageOf, put } from '../../communicate/frame/strings.ts'
import { insertDraft } from '../../communicate/updates/updates.store.ts'
import type { Db } from '../../platform/database/connect.ts'

type Told = { at: Date; zone: string; titles: Record<string, string>; affected: Record<string, string | null> }

/** @returns whether there was anything to take back: customers whom nobody told that it was over hear the next update as usual */
export async function draftHonestWords(tx: Db, id: string, crisisId: string, author: string, now: Date): Promise<boolean> {
  const { rows } = await sql<Told>`
    select u.published_at as at, b.time_zone as zone, (select jsonb_object_agg(t.locale, coalesce(f.parts->>'title', t.parts->>'title')) from update_texts t
             left join update_texts f on f.locale = t.locale and f.update_id = (
               select x.id from updates x where x.crisis_id = c.id and x.class = 'update' and x.status = 'published' and x.phase <> 'resolved' order by x.sequence limit 1) where t.update_id = u.id) as titles,
           (select jsonb_object_agg(t.locale, t.parts->>'affected') from update_texts t where t.update_id = u.id) as affected
      from crises c join brands b on b.id = c.brand_id
      join lateral (select * from updates u where u.crisis_id = c.id and u.class = 'update' and u.status = 'published' order by u.sequence desc limit 1) u on u.phase = 'resolved'
     where c.id = ${crisisId}`.execute(tx)
  const [told] = rows
  if (!told) return false
  const parts = (locale: string) => {
    const words = frame(locale)
    const affected = told.affected[locale]
    return {
      title: put(words.reopenedTitle, { title: told.titles[locale] ?? '' }),
      happened: put(words.reopenedHappened, { time: shownTime(told.at, languageOf(locale), told.zone) }),
      ...(affected ? { affected } : {}),
      doing: words.reopenedDoing,
    }
  }
  const locales = Object.keys(told.titles)
  const locale = locales.includes('en') ? 'en' : (locales[0] as string)
  const translations = Object.fromEntries(locales.filter((each) => each !== locale).map((each) => [each, parts(each)]))
  await insertDraft(tx, id, crisisId, { phase: 'investigating', holding: false, parts: parts(locale), locale, translations, nextUpdateAt: null }, author, now)
  return true
}
