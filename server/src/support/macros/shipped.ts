// The macros that come with Leeward: a beginning, to be changed or taken away.
import type { z } from 'zod'
import type { WriteMacro } from './macros.contract.ts'

const nothing = { addTags: [], removeTags: [], assign: null, then: 'waiting', snoozeHours: null, link: false, task: null, goodwill: null } satisfies z.input<
  typeof WriteMacro
>['actions']

export const shippedMacros: (z.input<typeof WriteMacro> & { id: string })[] = [
  {
    id: 'ask-for-details',
    name: 'Ask for details',
    texts: {
      en: 'Hello {name|there},\n\nto look into this we need a little more: what did you do, what did you expect, and what happened instead? When was that, and what did the message on the screen say, if there was one? A picture of the screen helps.',
      de: 'Guten Tag {name},\n\num das zu prüfen, brauchen wir noch etwas mehr: Was haben Sie getan, was haben Sie erwartet, und was ist stattdessen geschehen? Wann war das, und was stand auf dem Bildschirm, falls dort etwas stand? Ein Bild davon hilft.',
    },
    actions: { ...nothing, addTags: ['details-asked'], assign: 'me' },
    groups: [],
  },
  {
    id: 'known-trouble',
    name: 'It is part of the known trouble',
    texts: {
      en: 'Hello {name|there},\n\nwhat you describe is part of a trouble that we know of and are working on. What is known now: {last_update|we are still finding out}.\n\nYou need not write again: everything new comes to you here, and stands on {status_page}. The next word comes {next_update|as soon as there is one}.',
      de: 'Guten Tag {name},\n\nwas Sie beschreiben, gehört zu einer Störung, die wir kennen und an der wir arbeiten. Was wir bisher wissen: {last_update|Wir gehen dem noch nach}.\n\nSie müssen nicht noch einmal schreiben: Alles Neue bekommen Sie hier, und es steht auf {status_page}. Die nächste Nachricht kommt {next_update|sobald es eine gibt}.',
    },
    actions: { ...nothing, link: true },
    groups: [],
  },
  {
    id: 'call-them-back',
    name: 'Somebody calls them',
    texts: {
      en: 'Hello {name|there},\n\nthank you for telling us. Somebody of us calls you about this. If there is a time that suits you best, or another number, answer this message.',
      de: 'Guten Tag {name},\n\nvielen Dank für Ihre Nachricht. Jemand von uns ruft Sie deswegen an. Wenn Ihnen eine Zeit am besten passt oder wir eine andere Nummer wählen sollen, antworten Sie auf diese Nachricht.',
    },
    actions: {
      ...nothing,
      addTags: ['call-back'],
      assign: 'me',
      task: { text: 'Call a customer who wrote to us, and note what came of it', accountable: 'commander' },
      then: 'open',
    },
    groups: [],
  },
  {
    id: 'sorry-with-a-credit',
    name: 'Sorry, with a credit',
    texts: {
      en: 'Hello {name|there},\n\nyou could not rely on us here, and we are sorry for that. We put a credit on your account; it counts towards what you pay next, and you need not do anything for it.',
      de: 'Guten Tag {name},\n\nhier konnten Sie sich nicht auf uns verlassen, und das tut uns leid. Wir schreiben Ihrem Konto etwas gut; es wird bei Ihrer nächsten Zahlung angerechnet, und Sie müssen dafür nichts tun.',
    },
    actions: { ...nothing, addTags: ['goodwill'], goodwill: { amounts: { EUR: 1_000, USD: 1_000, GBP: 1_000 }, reason: 'Sorry, with a credit' } },
    groups: [],
  },
  {
    id: 'to-legal',
    name: 'For somebody who knows the law',
    texts: {},
    actions: { ...nothing, addTags: ['skill:legal'], assign: 'nobody', then: 'open' },
    groups: [],
  },
  {
    id: 'solved',
    name: 'Solved, thank you',
    texts: {
      en: 'Hello {name|there},\n\ngood to hear that it works. If anything is left open, answer this message: it comes back to us at once.',
      de: 'Guten Tag {name},\n\nschön, dass es wieder geht. Falls noch etwas offen ist, antworten Sie auf diese Nachricht: Sie kommt sofort wieder zu uns.',
    },
    actions: { ...nothing, then: 'closed' },
    groups: [],
  },
]
