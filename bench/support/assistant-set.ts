// A set of questions in a world of its own: services, crises with their updates, customers with their records, articles. Read from a folder: assistant-world.json and assistant-questions.tsv.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MyCrisis } from '../../server/src/communicate/my-page/my-page.store.ts'
import type { Incident } from '../../server/src/communicate/status-page/status-page.store.ts'
import type { Parts } from '../../server/src/communicate/updates/updates.contract.ts'
import type { Material, Own } from '../../server/src/support/assistant/material.ts'

export type Crisis = {
  key: string
  number: string
  severity: number
  status: string
  onsetAt: string
  restoredAt: string | null
  services: string[]
  updates: { id: string; phase: string; at: string; nextUpdateAt: string | null; texts: Record<string, Parts> }[]
  workarounds: { body: string; forWhom: string }[]
}
export type Customer = {
  key: string
  vulnerability: string | null
  crises: { key: string; since: string; until: string | null; gives: MyCrisis['gives'] }[]
  conversations: { id: number; subject: string; state: 'open' | 'waiting' | 'closed'; openedAt: string; promisedAt: string | null }[]
}
export type World = {
  now: string
  locale: string
  timeZone: string
  home: string
  services: { key: string; name: string }[]
  crises: Crisis[]
  customers: Customer[]
  articles: { slug: string; locale: string; title: string; body: string }[]
}
/** `group`: answer, none (cannot be answered) or person (must be handed over). `expected`: keys of sources, any of which is right; of `person` why. */
export type Asked = { nth: number; group: 'answer' | 'none' | 'person'; language: string; customer: string | null; expected: string[]; text: string }

/** @param worldOf folder whose world it is, where it has none of its own */
export function readSet(folder: string, worldOf = folder): { world: World; questions: Asked[] } {
  const own = join(folder, 'assistant-world.json')
  const world = JSON.parse(readFileSync(existsSync(own) ? own : join(worldOf, 'assistant-world.json'), 'utf8')) as World
  const [, ...lines] = readFileSync(join(folder, 'assistant-questions.tsv'), 'utf8').trimEnd().split('\n')
  const questions = lines.map((line, nth): Asked => {
    const [group, language, customer, expected, text] = line.split('\t')
    return {
      nth,
      group: group as Asked['group'],
      language: language ?? 'en',
      customer: customer === '-' ? null : (customer ?? null),
      expected: (expected ?? '').split('|').filter(Boolean),
      text: text ?? '',
    }
  })
  return { world, questions }
}

export function incidentsOf({ crises, locale }: World): Incident[] {
  return crises.map(({ key, updates, services, ...crisis }) => ({
    id: key,
    number: crisis.number,
    severity: crisis.severity,
    status: crisis.status,
    onsetAt: new Date(crisis.onsetAt),
    declaredAt: new Date(crisis.onsetAt),
    restoredAt: crisis.restoredAt ? new Date(crisis.restoredAt) : null,
    services: services.map((id) => ({ id, degree: 'down' })),
    spans: [],
    updates: updates.map(({ id, phase, at, nextUpdateAt, texts }) => ({
      id,
      phase: phase as 'identified',
      parts: texts[locale] as Parts,
      texts,
      publishedAt: new Date(at),
      nextUpdateAt: nextUpdateAt ? new Date(nextUpdateAt) : null,
    })),
    workarounds: crisis.workarounds,
    workaroundsChangedAt: null,
  }))
}

export function materialFor(world: World, incidents: Incident[], asked: Asked): Omit<Material, 'hits'> {
  const customer = world.customers.find(({ key }) => key === asked.customer)
  const own: Own | null = customer
    ? {
        accountId: 1,
        vulnerability: customer.vulnerability,
        crises: customer.crises.map(({ key, since, until, gives }) => ({
          incident: incidents.find(({ id }) => id === key) as Incident,
          since: new Date(since),
          until: until ? new Date(until) : null,
          gives,
          asks: null,
          askable: { offers: [], asked: [], decided: false },
        })),
        conversations: customer.conversations.map(({ openedAt, promisedAt, ...rest }) => ({
          ...rest,
          openedAt: new Date(openedAt),
          promisedAt: promisedAt ? new Date(promisedAt) : null,
          url: null,
        })),
      }
    : null
  return {
    now: new Date(world.now),
    locale: asked.language,
    brandLocale: world.locale,
    timeZone: world.timeZone,
    home: world.home,
    services: world.services.map(({ key, name }) => ({ id: key, name })),
    incidents,
    own,
  }
}

/** The folders of unseen sets, as far as there are, and which of their questions nobody has developed on. */
export const worlds: Record<string, (nth: number) => boolean> = {
  nimbus: () => false,
  brewline: () => false,
  quayside: () => false,
  fernweh: () => true,
}
