// The demo's crisis: the times and counts of a real outage (2 June 2019, a cloud's network in the eastern US), told of Tidewater in our own words.

/** Customers' problem reports per 20 minutes from onset on, as counted that day for one video service; before it about 3. */
const reportsPer20Minutes = [483, 815, 686, 525, 338, 197, 105, 14, 2]
const before = 3

/** Reports in five minutes, `minutes` after onset; a steady wobble instead of chance, so that the demo is the same each time. */
export function reportsAt(minutes: number, seed: number): number {
  const per20 = minutes < 0 ? before : (reportsPer20Minutes[Math.floor(minutes / 20)] ?? before)
  const wobble = 0.85 + ((seed * 2654435761) % 1000) / 3333
  return Math.round((per20 / 4) * wobble)
}

export const minutesSinceOnset = { load: 52, declared: 12, acknowledged: 14, holding: 23, identified: 38 }

export const holding = {
  title: 'Live video and uploads fail for many customers in the eastern US',
  happened: 'For some minutes now, live video breaks off and uploads do not finish for many customers.',
  affected: 'Customers in our us-east and us-central regions who use live video or uploads. Playback of recordings, sign-in and billing work.',
  unknown: 'We do not yet know the cause, nor when it will be over.',
  doing: 'A team is at work on it, led by one person. We write again at the time below, also if there is nothing new.',
}

export const identified = {
  title: 'Live video and uploads: network overloaded after a configuration change',
  happened: 'Live video breaks off and uploads do not finish for many customers.',
  affected: 'Customers in us-east and us-central who use live video or uploads: connections are slow or are cut off. Other regions and services work.',
  known: 'A change meant for a few machines took far more network capacity out of service in the east than intended. What is left is overloaded.',
  unknown: 'How long it takes to bring all of the capacity back. The overload slows our own tools too.',
  doing: 'We take the change back and move traffic to other regions, broadcasts first, then uploads.',
  can: 'Recordings play as usual. Uploads that fail can be repeated later: nothing that had finished is lost.',
  workaround: 'Broadcasts can be started in us-west: choose the region in the settings of the room.',
}

/** What colleagues report while one watches, minutes after onset. */
export const notes: { at: number; by: 'jonas' | 'mara'; text: string }[] = [
  { at: 44, by: 'jonas', text: 'The configuration is being taken back machine by machine; the overloaded network makes each step slow.' },
  { at: 51, by: 'mara', text: 'My shift ends. I have briefed nobody yet: please take command, the next update to customers is promised.' },
  { at: 54, by: 'jonas', text: 'A third of the lost capacity is back. Broadcasts recover first.' },
  { at: 57, by: 'jonas', text: 'Two thirds are back. Uploads still queue; no upload that had finished was lost.' },
  {
    at: 61,
    by: 'jonas',
    text: 'All of the capacity is back. Error rates fall; we want to see 15 quiet minutes. From my side the criteria can be checked now.',
  },
  { at: 75, by: 'jonas', text: 'Quiet for 15 minutes. The backlog of uploads is worked off.' },
]

/** Who took which seat, minutes after onset. */
export const seats = [
  { role: 'technical-lead', who: 'jonas', at: 15 },
  { role: 'communication-lead', who: 'ines', at: 15 },
  { role: 'scribe', who: 'yuki', at: 17 },
  { role: 'operations-coordinator', who: 'lena', at: 18 },
  { role: 'legal-privacy', who: 'priya', at: 24 },
  { role: 'executive-sponsor', who: 'tomas', at: 26 },
] as const

/** Which of the playbook's tasks were done when, by whom; the keys are those of the playbook. */
export const done: { task: string; who: string; at: number; evidence?: string }[] = [
  { task: 'confirm-broken', who: 'jonas', at: 16 },
  { task: 'stop-changes', who: 'jonas', at: 19 },
  { task: 'holding', who: 'ines', at: 23 },
  { task: 'support-ready', who: 'lena', at: 28 },
  { task: 'scope', who: 'lena', at: 29 },
  { task: 'undo-last-change', who: 'jonas', at: 30, evidence: 'Roll-back of the capacity change started at machine 1 of 214; the first three answer again.' },
  { task: 'protect-data', who: 'jonas', at: 34, evidence: 'Clean-up of unfinished uploads is paused; a copy of the upload queue was taken.' },
  { task: 'first-full', who: 'ines', at: 38 },
  { task: 'workaround', who: 'jonas', at: 43 },
]

/** The playbook's questions of the law that counsel has answered with no. */
export const lawAnswers = [
  { question: 'essential-service', at: 30 },
  { question: 'financial-entity', at: 31 },
] as const

export const theDecision = {
  at: 27,
  lookAgainAfter: 40,
  what: 'We take the change back machine by machine, and do not add capacity in the west first.',
  why: 'The overload comes from capacity that is missing in the east. New capacity elsewhere would need an hour, and the path to it is overloaded too.',
  options: ['Add capacity in us-west and move everybody', 'Shut uploads off to spare broadcasts'],
}

export const theWorkaround = {
  at: 40,
  forWhom: 'Customers who broadcast from us-east or us-central',
  body: 'Open the settings of the room, choose us-west as its region, and start the broadcast again. Viewers keep the same link.',
}
