// What a macro does to a conversation, step by step, and why a step cannot be done there. Nothing is left out unseen: the agent says so.

export const stepKinds = ['reply', 'link', 'tag', 'assign', 'goodwill', 'task', 'state', 'snooze'] as const
export type StepKind = (typeof stepKinds)[number]
export type Step = { kind: StepKind; says: Record<string, string | number | string[]>; why: string | null }

export type Actions = {
  addTags: readonly string[]
  removeTags: readonly string[]
  assign: string | null
  then: 'waiting' | 'closed' | 'open'
  snoozeHours: number | null
  link: boolean
  task: { text: string; accountable: string } | null
  goodwill: { amounts: Record<string, number>; reason: string } | null
}
export type OfMacro = { texts: Readonly<Record<string, string>>; actions: Actions }

export type Facts = {
  channel: string
  /** A reply goes out to them; otherwise it is kept, and whoever writes it tells them. */
  goesOut: boolean
  tags: readonly string[]
  assignee: string | null
  me: string
  /** What whom it is assigned to is called, where that is somebody in particular; null: they are not here any more. */
  assigneeName: string | null
  /** The crisis that it is linked to, or would be; `linked`: it already is. */
  crisis: { id: string; number: string; closed: boolean; linked: boolean } | undefined
  account: { name: string; currency: string } | undefined
  mayGive: boolean
}

/** What is wrong with a macro whatever the conversation, in a sentence. */
export function wrongWith({ texts, actions }: OfMacro): string | undefined {
  const { addTags, removeTags, assign, link, task, goodwill, snoozeHours, then } = actions
  const does = addTags.length > 0 || removeTags.length > 0 || assign !== null || link || task !== null || goodwill !== null || snoozeHours !== null
  if (Object.keys(texts).length === 0 && !does && then === 'waiting') return 'It writes nothing and does nothing: give it a text or an action.'
  if (snoozeHours !== null && then === 'closed') return 'It cannot both close the conversation and put it off.'
  const both = addTags.find((tag) => removeTags.includes(tag))
  if (both) return `It both adds and takes away the tag ${both}.`
  return undefined
}

/** In the order in which they are done. */
export function stepsOf({ texts, actions }: OfMacro, facts: Facts): Step[] {
  const { addTags, removeTags, assign, then, snoozeHours, link, task, goodwill } = actions
  const step = (kind: StepKind, says: Step['says'], why: string | null = null): Step => ({ kind, says, why })
  const added = addTags.filter((tag) => !facts.tags.includes(tag))
  const removed = removeTags.filter((tag) => facts.tags.includes(tag))
  const to = assign === 'me' ? facts.me : assign === 'nobody' ? null : assign
  return [
    ...(Object.keys(texts).length > 0 ? [step('reply', { goesOut: facts.goesOut ? 1 : 0 })] : []),
    ...(link && !facts.crisis?.linked ? [step('link', { crisis: facts.crisis?.number ?? '' }, whyNotLinked(facts))] : []),
    ...(added.length + removed.length > 0 ? [step('tag', { added, removed })] : []),
    ...(assign !== null && to !== facts.assignee
      ? [
          step(
            'assign',
            { to: to ?? '', name: facts.assigneeName ?? '' },
            facts.assigneeName !== null ? null : 'Whom it is given to is not here any more: change the macro.',
          ),
        ]
      : []),
    ...(goodwill ? [step('goodwill', saysOf(goodwill, facts), whyNotGiven(goodwill, facts))] : []),
    ...(task ? [step('task', { text: task.text, crisis: facts.crisis?.number ?? '' }, whyNoTask(facts, link))] : []),
    ...(snoozeHours === null ? [step('state', { then })] : [step('snooze', { hours: snoozeHours })]),
  ]
}

function whyNotLinked({ crisis }: Facts): string | null {
  if (!crisis) return 'It is suggested for no crisis: say which one it is about.'
  return crisis.closed ? 'That crisis is closed.' : null
}

function whyNoTask({ crisis }: Facts, links: boolean): string | null {
  if (!crisis || (!crisis.linked && !links)) return 'It is linked to no crisis, so that there is no team for the task.'
  return crisis.closed ? 'Its crisis is closed: what is still to be done belongs to its review.' : null
}

const saysOf = ({ amounts, reason }: NonNullable<Actions['goodwill']>, { account }: Facts): Step['says'] => ({
  amountMinor: account && Object.hasOwn(amounts, account.currency) ? (amounts[account.currency] as number) : 0,
  currency: account?.currency ?? '',
  reason,
})

function whyNotGiven({ amounts }: NonNullable<Actions['goodwill']>, { account, mayGive }: Facts): string | null {
  if (!mayGive) return 'You may give no goodwill: ask somebody who may.'
  if (!account) return 'Nobody knows which account this is: nothing can be given.'
  return Object.hasOwn(amounts, account.currency) ? null : `The account pays in ${account.currency}, and the macro has no amount in it.`
}

export const mayUse = (groups: readonly string[], of: readonly string[]): boolean => groups.length === 0 || groups.some((group) => of.includes(group))
