// What is known of crises and of one customer in them, sentence by sentence: the words that were approved, and those of the record.
import { shownTime } from '../../communicate/frame/html.ts'
import { remedyLine } from '../../communicate/frame/remedy.ts'
import { frame, languageOf, nearest, put } from '../../communicate/frame/strings.ts'
import { isLast, isOver, statusOf, titleOf } from '../../communicate/status-page/state.ts'
import type { Incident, PageUpdate } from '../../communicate/status-page/status-page.store.ts'
import type { Parts } from '../../communicate/updates/updates.contract.ts'
import type { Spoken } from './languages/languages.ts'
import { tongues } from './languages/languages.ts'
import type { Kind } from './languages/speech.ts'
import type { Composed, Material, Sentence, Source } from './material.ts'
import { sentencesOf } from './sentences.ts'

type Told = { at: PageUpdate; parts: Parts; locale: string }
/** A sentence with where it stands, and its language where that is not the question's. */
export type Said = { text: string; source: Source; locale?: string }

/** What there is to say on a crisis to a question of this kind; nothing where nothing was said or is recorded. */
export function onCrisis(kind: Kind, incident: Incident, material: Material, language: Spoken): Said[] {
  const about = of(incident, material, language)
  switch (kind) {
    case 'affected':
      return about.affected()
    case 'since':
      return about.since()
    case 'estimate':
      return about.ends() ?? [...about.parts('estimate'), ...(about.parts('estimate').length === 0 ? about.noEstimate() : []), ...about.next()]
    case 'next':
      return about.ends() ?? about.next()
    case 'over':
      return about.ends() ?? [...about.running(), ...about.next()]
    case 'state':
      return about.ends() ?? about.running()
    case 'gives':
      return about.gives()
    case 'meanwhile':
      return orElse([...about.parts('must'), ...about.workarounds(), ...about.parts('can'), ...about.parts('workaround')], about.parts('known'))
    case 'happened':
      return about.parts('happened', 'known')
    case 'why':
      return about.parts('why')
    case 'doing':
      return about.parts('doing')
    case 'prevention':
      return about.parts('prevention')
    case 'who':
      return about.parts('affected')
    case 'told':
      return about.told()
    case 'conversation':
    case 'how':
      return []
  }
}

/** That nothing is to be done stands in what is known. */
const orElse = (said: Said[], other: Said[]) => (said.length > 0 ? said : other)

function of(incident: Incident, { own, timeZone, home, brandLocale, now }: Material, language: Spoken) {
  const [say, words] = [tongues[language].say, frame(language)]
  const at = (when: Date) => shownTime(when, language, timeZone)
  const inTheirs = (update: PageUpdate): Told => {
    const found = nearest(update.texts ?? {}, language)
    return { at: update, parts: found ?? update.parts, locale: found ? language : brandLocale }
  }
  const updates: Told[] = incident.updates.filter(({ phase }) => phase !== 'postmortem').map(inTheirs)
  const [newest] = updates
  const title = titleOf({ ...incident, updates: updates.map(({ at: update, parts }) => ({ ...update, parts })) })
  const url = `${home}/incidents/${encodeURIComponent(incident.number)}`
  const mine = own?.crises.find((each) => each.incident.id === incident.id)
  const source = (kind: Source['kind'], key: string, text: string, when: Date | null = null): Source => ({
    key: `${key}/${incident.id}`,
    kind,
    title,
    url,
    at: when,
    text,
  })
  /** What a record says is its own source: the fact stands in it, in the reader's language. */
  const recorded = (kind: 'record' | 'status' | 'grant', text: string, when: Date | null = null): Said => ({ text, source: source(kind, kind, text, when) })
  const said = ({ at: update, parts }: Told): Source => source('update', 'update', wordsOf(parts), update.publishedAt)
  const endedAt = isOver(incident) ? (incident.restoredAt ?? updates.find(({ at: update }) => isLast(update.phase))?.at.publishedAt ?? null) : null

  return {
    parts: (...names: (keyof Parts)[]): Said[] =>
      names.flatMap((name) => {
        const found = updates.find(({ parts }) => (parts[name] ?? '').trim() !== '')
        return found ? sentencesOf(found.parts[name] as string, found.locale).map((text) => ({ text, source: said(found), locale: found.locale })) : []
      }),
    affected(): Said[] {
      if (!own) return this.parts('affected')
      if (!mine) return [recorded('record', put(say.notBy, { title }))]
      const { since, until } = mine
      return [
        recorded('record', until ? put(say.wasAffected, { title, from: at(since), until: at(until) }) : put(say.affected, { title, time: at(since) }), since),
      ]
    },
    since(): Said[] {
      if (mine) return this.affected()
      return [
        recorded(
          'status',
          endedAt ? put(say.lasted, { title, from: at(incident.onsetAt), until: at(endedAt) }) : put(say.lasts, { title, time: at(incident.onsetAt) }),
        ),
      ]
    },
    ends: (): Said[] | undefined => (endedAt ? [recorded('status', put(say.over, { title, time: at(endedAt) }), endedAt)] : undefined),
    next(): Said[] {
      const due = newest?.at.nextUpdateAt
      if (!due || isOver(incident)) return []
      if (due <= now) return [recorded('status', put(say.nextLate, { title, time: at(due) }), due)]
      const text = put(say.next, { title, time: at(due) })
      return [{ text, source: { ...said(newest), text: `${wordsOf(newest.parts)}\n${text}` } }]
    },
    noEstimate: (): Said[] => (newest?.at.nextUpdateAt ? [recorded('status', put(say.noEstimate, { title }))] : []),
    running: (): Said[] => [recorded('status', put(say.running, { title, status: words[statusOf(incident)] }))],
    gives: (): Said[] =>
      (mine?.gives ?? []).map((give) =>
        recorded('grant', put(say.gives, { title, line: sentence(remedyLine({ ...give, remedy: '' }, words, languageOf(language))) })),
      ),
    workarounds: (): Said[] =>
      isOver(incident)
        ? []
        : incident.workarounds.flatMap(({ body, forWhom }) =>
            sentencesOf(body, language).map((text) => ({
              text,
              source: { ...source('workaround', 'workaround', `${forWhom}\n${body}`), title: `${words.workaround}: ${forWhom}` },
            })),
          ),
    told(): Said[] {
      if (!newest) return []
      const names = ['title', 'happened', 'known', 'doing'] as const
      return names.flatMap((name) => sentencesOf(newest.parts[name] ?? '', newest.locale).map((text) => ({ text, source: said(newest) })))
    },
    /** Every sentence that was published, the newest first; what was said again stands once. */
    everything(): Said[] {
      const seen = new Set<string>()
      return [
        ...updates.flatMap((told) =>
          allParts.flatMap((name) => sentencesOf(told.parts[name] ?? '', told.locale).map((text) => ({ text, source: said(told), locale: told.locale }))),
        ),
        ...this.workarounds(),
      ].filter(({ text }) => !seen.has(text) && seen.add(text))
    },
  }
}
const allParts = ['happened', 'affected', 'known', 'unknown', 'doing', 'can', 'must', 'workaround', 'estimate', 'why', 'prevention'] as const
const wordsOf = (parts: Parts) => [parts.title, ...allParts.map((name) => parts[name] ?? '')].filter(Boolean).join('\n')
const sentence = (text: string) => (/[.!?。]$/.test(text) ? text : `${text}.`)

export const allSaid = (incident: Incident, material: Material, language: Spoken): Said[] => of(incident, material, language).everything()

/** Sentences with their sources numbered, each source once. */
export function compose(said: readonly Said[], most = 6): Composed {
  const sources: Source[] = []
  const sentences: Sentence[] = []
  for (const { text, source } of said.slice(0, most)) {
    let nth = sources.findIndex(
      ({ key, text: words }) => key === source.key && (words === source.text || words.includes(source.text) || source.text.includes(words)),
    )
    if (nth < 0) nth = sources.push(source) - 1
    else if (source.text.length > (sources[nth] as Source).text.length) sources[nth] = source
    if (!sentences.some((each) => each.text === text)) sentences.push({ text, source: nth })
  }
  return { sentences, sources }
}
