// What a told incident means for us: when it was declared, which update ends it, when customers could work again. Pure.
import type { Incident } from './incidents.ts'

/** Their impact words and our severities (docs/replay.md). */
export const severityOfImpact: Record<string, 1 | 2 | 3 | 4> = { critical: 1, major: 2, high: 2, minor: 3, medium: 3, low: 4, none: 4, maintenance: 4 }

export type Phase = 'investigating' | 'identified' | 'monitoring' | 'resolved'
export type Step = { at: Date } & ({ act: 'publish'; phase: Phase; body: string; final: boolean } | { act: 'restore' } | { act: 'note'; body: string })
export type Plan = { severity: 1 | 2 | 3 | 4; declaredAt: Date; steps: Step[]; timeToFirstMessage: number | null; published: Date[]; afterTheFact: number }

const ending = ['resolved', 'completed', 'available']
const phases: Record<string, Phase> = { investigating: 'investigating', identified: 'identified', monitoring: 'monitoring', verifying: 'monitoring' }

export function planReplay(incident: Incident): Plan {
  const updates = incident.updates.toSorted((one, other) => one.at.getTime() - other.at.getTime())
  const first = updates[0] as Incident['updates'][number]
  const startKnown = incident.started_at != null && incident.started_at < first.at
  const declaredAt = startKnown ? (incident.started_at as Date) : first.at
  const end = endingIndex(updates, incident.resolved_at ?? undefined)
  const lastWord = updates[end] as Incident['updates'][number]
  const restoredAt = later(incident.resolved_at ?? lastWord.at, declaredAt)
  let phase: Phase = 'investigating'
  const published = updates.slice(0, end + 1).map((update, i): Step => {
    phase = i === end ? 'resolved' : (phases[update.status] ?? phase)
    return { act: 'publish', at: update.at, phase, body: update.body, final: i === end }
  })
  const notes = updates.slice(end + 1).map((update): Step => ({ act: 'note', at: later(update.at, restoredAt), body: update.body }))
  const steps = [...published, { act: 'restore', at: restoredAt } as Step, ...notes]
  return {
    severity: severityOfImpact[incident.impact ?? ''] ?? 3,
    declaredAt,
    steps: steps.toSorted((one, other) => one.at.getTime() - other.at.getTime()),
    // A start within half a minute of the first update is the moment of its posting, not of the trouble.
    timeToFirstMessage: startKnown && first.at.getTime() - declaredAt.getTime() >= 30_000 ? (first.at.getTime() - declaredAt.getTime()) / 60_000 : null,
    published: updates.slice(0, end + 1).map((update) => update.at),
    afterTheFact: notes.length,
  }
}

/** The first update that says it is over; else the first one at or after the stated end; else the last. */
function endingIndex(updates: Incident['updates'], resolvedAt: Date | undefined): number {
  const said = updates.findIndex((update) => ending.includes(update.status))
  if (said >= 0) return said
  const after = resolvedAt ? updates.findIndex((update) => update.at >= resolvedAt) : -1
  return after >= 0 ? after : updates.length - 1
}

const later = (one: Date, other: Date) => (one > other ? one : other)
