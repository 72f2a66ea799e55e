// What was done, in one sentence; the server keeps the kind and what it takes to say it.
import { t } from '../../strings/t.ts'
import { atNear } from '../../ui/format.ts'
import type { ActView } from './conversations.ts'

/** @param crisis the number of the crisis that the conversation is linked to */
export function actSentence({ kind, by, data }: Pick<ActView, 'kind' | 'by' | 'data'>, crisis = ''): string {
  const name = by.id === 'leeward' ? t('brand') : by.name
  switch (kind) {
    case 'assigned':
      if (data.to === null) return t('inbox.act.released', { name })
      return data.to === by.id ? t('inbox.act.took', { name }) : t('inbox.act.assigned', { name, to: String(data.name ?? '') })
    case 'given-back':
      return data.why === 'gone' ? t('inbox.act.givenBackGone', { name: String(data.name) }) : t('inbox.act.givenBackAway', { name: String(data.name) })
    case 'snoozed':
      return t('inbox.act.snoozed', { name, at: atNear(String(data.until)) })
    case 'closed':
      return t('inbox.act.closed', { name })
    case 'opened':
      return t('inbox.act.opened', { name })
    case 'waits-for-customer':
      return t('inbox.act.waits', { name })
    case 'tagged':
      return t('inbox.act.tagged', { name, tags: (data.tags as string[]).join(', ') || t('none') })
    case 'merged':
      return t(by.id === 'leeward' ? 'inbox.act.mergedProven' : 'inbox.act.merged', { name, id: Number(data.from) })
    case 'one-matter':
      return t('inbox.act.oneMatter', { id: Number(data.other) })
    case 'split':
      return t('inbox.act.split', { name, id: Number(data.from) })
    case 'split-off':
      return t('inbox.act.splitOff', { name, id: Number(data.to) })
    case 'linked':
      return t('inbox.act.linked', { name, crisis })
    case 'suggested':
      return t('inbox.act.suggested', { crisis })
    case 'unlinked':
      return t('inbox.act.unlinked', { name })
    case 'account':
      return data.account === null ? t('inbox.act.noAccount', { name }) : t('inbox.act.account', { name, account: String(data.account) })
    case 'edited':
      return t('inbox.act.edited', { before: String(data.before).slice(0, 200) })
    case 'bounced':
      return t('inbox.act.bounced')
    case 'sent-again':
      return t('inbox.act.again', { name })
    case 'assigned-there':
      return t('inbox.act.assignedThere', { name, agent: String(data.agent) })
    case 'desk-refused':
      return t('inbox.act.deskRefused', { name, answer: String(data.answer) })
    case 'handed-over':
      return t('inbox.act.handedOver', { why: (data.why as string[]).join(', ') })
    case 'macro':
      return t('inbox.act.macro', { name, macro: String(data.name) })
    default:
      return `${name}: ${kind}`
  }
}
