// What another status page says of itself, in the JSON that Statuspage made common, read into what our page shows. Tolerant in what is missing, strict in what is there.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { PastBody } from '../status-page/past.store.ts'

const At = z.iso.datetime({ offset: true }).transform((text) => new Date(text))
const MaybeAt = At.nullish()
const Text = (max: number) =>
  z
    .string()
    .transform((text) => text.replaceAll('\0', '').toWellFormed().trim().slice(0, max))
    .catch('')
const Affected = z.looseObject({ code: z.string().optional(), name: z.string(), old_status: z.string().nullish(), new_status: z.string().nullish() })
const Update = z.looseObject({
  id: z.string().max(100).optional(),
  status: z.string(),
  body: Text(20_000),
  created_at: At,
  display_at: MaybeAt,
  affected_components: z.array(Affected).nullish(),
})
const Named = z.looseObject({ name: z.string() })

/** A component or, with `group: true`, what holds several. */
export const SourceComponent = z.looseObject({
  id: z.string().min(1).max(100),
  name: z.string().trim().min(1),
  description: z.string().nullish(),
  position: z.number().int().nullish(),
  group: z.boolean().nullish(),
  group_id: z.string().nullish(),
  only_show_if_degraded: z.boolean().nullish(),
  created_at: MaybeAt,
})
export const SourceIncident = z.looseObject({
  id: z.string().min(1).max(100),
  name: Text(300),
  status: z.string(),
  impact: z.string().nullish(),
  created_at: At,
  started_at: MaybeAt,
  resolved_at: MaybeAt,
  scheduled_for: MaybeAt,
  scheduled_until: MaybeAt,
  incident_updates: z.array(Update).max(500).default([]),
  components: z.array(Named).nullish(),
})
export type SourceComponent = z.output<typeof SourceComponent>
export type SourceIncident = z.output<typeof SourceIncident>

const phases = ['investigating', 'identified', 'monitoring', 'resolved', 'postmortem'] as const
const impacts = ['none', 'minor', 'major', 'critical'] as const
const quietDays = 30

export type Read = {
  source: string
  number: string
  startedAt: Date
  endedAt: Date
  title: string
  impact: PastBody['impact']
  degree: 'down' | 'degraded'
  services: string[]
  updates: PastBody['updates']
}

/**
 * An incident as our page keeps it; `open` where it goes on: what goes on is declared here, not copied. One that nobody ended, and of which nothing was said for a
 * month, ended with its last word.
 */
export function readIncident(incident: SourceIncident, now: Date): Read | 'open' {
  const updates = incident.incident_updates
    .map(({ id, status, body, created_at, display_at, affected_components }) => ({
      id,
      phase: phaseOf(status),
      body,
      at: display_at ?? created_at,
      affected: affected_components ?? [],
    }))
    .toSorted((one, other) => other.at.getTime() - one.at.getTime())
  const last = updates[0]?.at ?? incident.created_at
  const over = ['resolved', 'postmortem', 'completed'].includes(incident.status) || now.getTime() - last.getTime() > quietDays * 86_400_000
  if (!over) return 'open'
  const startedAt = incident.started_at ?? updates.at(-1)?.at ?? incident.created_at
  // What was looked back on was over before that.
  const ended = incident.resolved_at ?? updates.find(({ phase }) => phase === 'resolved')?.at ?? last
  const affected = updates.flatMap(({ affected: each }) => each)
  return {
    source: incident.id,
    number: numberOf(incident.id),
    startedAt,
    endedAt: later(ended, startedAt),
    title: incident.name || 'Incident',
    impact: impacts.find((each) => each === incident.impact) ?? 'none',
    degree:
      affected.some(({ new_status }) => new_status === 'major_outage' || new_status === 'partial_outage') || incident.impact === 'critical'
        ? 'down'
        : 'degraded',
    services: namesIn(incident, affected),
    updates: updates.map(({ id, phase, body, at }, i) => ({ id: id ?? `${incident.id}-${updates.length - i}`, phase, body, at: at.toISOString() })),
  }
}

export type ReadWork = {
  source: string
  title: string
  state: 'scheduled' | 'in_progress' | 'verifying' | 'completed'
  startsAt: Date
  endsAt: Date
  services: string[]
  notes: { state: ReadWork['state']; body: string; at: Date }[]
}

/** Planned work; null where its window is not known. */
export function readMaintenance(incident: SourceIncident): ReadWork | null {
  const { scheduled_for: startsAt, scheduled_until: endsAt } = incident
  if (!startsAt || !endsAt || endsAt <= startsAt) return null
  const notes = incident.incident_updates.map(({ status, body, created_at, display_at }) => ({
    state: workState(status),
    body: body.slice(0, 4_000),
    at: display_at ?? created_at,
  }))
  return {
    source: incident.id,
    title: (incident.name || 'Maintenance').slice(0, 150),
    state: workState(incident.status),
    startsAt,
    endsAt,
    services: namesIn(
      incident,
      incident.incident_updates.flatMap(({ affected_components }) => affected_components ?? []),
    ),
    notes: notes.toSorted((one, other) => one.at.getTime() - other.at.getTime()),
  }
}

const phaseOf = (status: string) => phases.find((each) => each === status) ?? 'investigating'
const workState = (status: string): ReadWork['state'] =>
  (['scheduled', 'in_progress', 'verifying', 'completed'] as const).find((each) => each === status) ?? 'completed'
/** Components by name: updates name them with their group before a dash. */
const namesIn = ({ components }: SourceIncident, affected: { name: string }[]) => [
  ...new Set([...(components ?? []), ...affected].map(({ name }) => name.trim()).filter((name) => name !== '')),
]

/** How it is addressed on our page: its own id where that is plain, so that old links need only a new host. */
const numberOf = (id: string) => (/^[\w-]{1,40}$/.test(id) ? id : createHash('sha256').update(id).digest('hex').slice(0, 12))

export const later = (one: Date, other: Date): Date => new Date(Math.max(one.getTime(), other.getTime()))

/** A key for a service: its name in plain letters. */
export const keyFrom = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80) || `service-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`
