// A review stands above what was said of its incident, as its last word; whatever is said after it stands above it.
import type { Incident, PageUpdate } from './status-page.store.ts'

/** `publishedAt`: when customers first read one; `shownAt`: when they first read this one. */
export type Postmortem = { bodies: Record<string, string>; publishedAt: Date; shownAt: Date }

export function withPostmortem(incident: Incident, postmortem: Postmortem): Incident {
  const [newest] = incident.updates
  const words: PageUpdate = {
    id: `postmortem/${incident.id}`,
    phase: 'postmortem',
    // The incident goes on being called as it was called last.
    parts: newest?.parts ?? { title: incident.number },
    ...(newest?.texts ? { texts: newest.texts } : {}),
    bodies: postmortem.bodies,
    publishedAt: postmortem.publishedAt,
    nextUpdateAt: null,
  }
  const updates = [words, ...incident.updates].toSorted((one, other) => other.publishedAt.getTime() - one.publishedAt.getTime())
  return { ...incident, postmortem, updates }
}

/** When anything was last said of it. */
export const lastSaid = ({ updates, postmortem, declaredAt }: Incident): Date => {
  const newest = updates[0]?.publishedAt ?? declaredAt
  return postmortem && postmortem.shownAt > newest ? postmortem.shownAt : newest
}
