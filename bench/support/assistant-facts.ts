// The independent check of an answer: from the world itself, and not from what the assistant calls its sources. Whatever in a sentence is a number, a time, an amount or a name must be a fact
// of the things that the answer names; a sentence that is no published one may hold nothing else of them.
import type { Answer } from '../../server/src/support/assistant/assistant.ts'
import type { Asked, World } from './assistant-set.ts'

/** What is in no fact of the things that it names, by sentence. */
export function unfounded({ sentences }: Answer, sources: string[], world: World, asked: Asked): string[] {
  return sentences.flatMap(({ text, source }) => {
    const key = sources[source]
    if (key === undefined) return [`no source: ${text}`]
    const facts = factsOf(key, world, asked)
    if (facts === undefined) return [`unknown source ${key}: ${text}`]
    if (facts.texts.some((published) => published.includes(text))) return []
    const allowed = new Set([...facts.texts.flatMap(numbersIn), ...facts.times.flatMap((at) => numbersOf(at, world.timeZone)), ...facts.numbers])
    const unquoted = facts.names.reduce((rest, name) => rest.replaceAll(name, ''), text)
    const wrong = numbersIn(unquoted).filter((number) => !allowed.has(number))
    const named = quotesIn(text).filter((quote) => !facts.names.includes(quote))
    const loose = facts.templates ? [] : [`not published: ${text}`]
    return [...wrong.map((number) => `${number} in: ${text}`), ...named.map((name) => `${name} in: ${text}`), ...loose]
  })
}

type Facts = { texts: string[]; times: string[]; numbers: string[]; names: string[]; templates: boolean }

function factsOf(key: string, world: World, asked: Asked): Facts | undefined {
  const [kind, id] = key.split('/') as [string, string]
  const crisis = world.crises.find((each) => each.key === id)
  const customer = world.customers.find((each) => each.key === asked.customer)
  const titles = crisis ? crisis.updates.flatMap(({ texts }) => Object.values(texts).map(({ title }) => title)) : []
  const none: Facts = { texts: [], times: [], numbers: [], names: titles, templates: false }
  if (kind === 'article') {
    const texts = world.articles.filter(({ slug }) => slug === id).map(({ body }) => body)
    return texts.length > 0 ? { ...none, texts } : undefined
  }
  if (kind === 'conversation') {
    const own = customer?.conversations.find((each) => String(each.id) === id)
    return own && { ...none, times: [own.openedAt, own.promisedAt ?? own.openedAt], numbers: [id], texts: [own.subject], names: [own.subject], templates: true }
  }
  if (kind === 'status' && !crisis) return world.services.some((each) => each.key === id) ? { ...none, templates: true } : undefined
  if (!crisis) return undefined
  const mine = customer?.crises.find((each) => each.key === id)
  switch (kind) {
    case 'update':
      return {
        ...none,
        texts: crisis.updates.flatMap(({ texts }) => Object.values(texts).flatMap((parts) => Object.values(parts))),
        times: [crisis.updates[0]?.nextUpdateAt ?? ''].filter(Boolean),
        templates: true,
      }
    case 'workaround':
      return { ...none, texts: crisis.workarounds.map(({ body }) => body) }
    case 'status':
      return { ...none, times: [crisis.onsetAt, ...(crisis.restoredAt ? [crisis.restoredAt] : [])], templates: true }
    case 'record':
      return customer ? { ...none, times: mine ? [mine.since, ...(mine.until ? [mine.until] : [])] : [], templates: true } : undefined
    case 'grant':
      return (
        mine && {
          ...none,
          numbers: mine.gives.flatMap(({ amountMinor }) => [String(Math.trunc(amountMinor / 100)), String(amountMinor % 100).padStart(2, '0')]),
          texts: mine.gives.flatMap(({ sentence }) => sentence ?? []),
          templates: true,
        }
      )
    default:
      return undefined
  }
}

const numbersIn = (text: string): string[] => (text.normalize('NFKC').match(/\d+/g) ?? []).map(plainNumber)
const plainNumber = (digits: string) => (/^0\d$/.test(digits) ? digits : digits.replace(/^0+(?=\d)/, ''))
/** A time as people of the zone write it: its day, its hour, its minute, and where they write it as a number its month, and how far the zone is from UTC. */
function numbersOf(at: string, timeZone: string): string[] {
  const parts = new Intl.DateTimeFormat('en', {
    ...{ timeZone, month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'shortOffset' },
  } as const).formatToParts(new Date(at))
  return parts
    .flatMap(({ type, value }) => (type === 'literal' ? [] : (value.match(/\d+/g) ?? [])))
    .flatMap((part) => [part, plainNumber(part), String(Number(part))])
}
const quotesIn = (text: string): string[] => [...text.matchAll(/[“„«「]\s?(.+?)\s?[”“»」]/g)].map(([, quoted]) => quoted as string)
