// Keys and buttons elsewhere on the page begin a reply or a note, choose a macro, put off: what is open listens.
import { askedFor } from '../../ui/asked.ts'

export type Kind = 'reply' | 'note'
const [writing, macro, snooze] = [askedFor<Kind>('compose'), askedFor('macro'), askedFor('snooze')]

export const compose = writing.ask
export const onCompose = writing.listen
export const openMacros = () => macro.ask(undefined)
export const onMacros = macro.listen
export const openSnooze = () => snooze.ask(undefined)
export const onSnooze = snooze.listen
