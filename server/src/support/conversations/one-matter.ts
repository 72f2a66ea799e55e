// Two conversations that a mail answers both are one matter: put together by itself where nobody could say otherwise, else offered to whoever works on it.
export type Side = {
  address: string
  accountId: number | null
  practice: boolean
  state: string
  crisisId: string | null
  link: string | null
  assignee: string | null
  /** Somebody writes in it at this moment. */
  writing: boolean
  inDesk: boolean
}

/** @param sender who wrote the mail that answers both */
export function oneMatter(one: Side, other: Side, sender: string): 'certain' | 'offered' | 'apart' {
  if (one.practice !== other.practice || one.state === 'merged' || other.state === 'merged') return 'apart'
  if (one.address !== other.address && (one.accountId === null || one.accountId !== other.accountId)) return 'apart'
  const theirs = one.address === sender && other.address === sender
  const sameCrisis = one.link === 'linked' && other.link === 'linked' && one.crisisId !== null && one.crisisId === other.crisisId
  const inNobodysWay =
    !one.writing &&
    !other.writing &&
    !one.inDesk &&
    !other.inDesk &&
    other.state !== 'closed' &&
    (one.assignee === other.assignee || !one.assignee || !other.assignee)
  return theirs && sameCrisis && inNobodysWay ? 'certain' : 'offered'
}
