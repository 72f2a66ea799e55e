// What each step of a macro does, in a sentence.
import { t } from '../../strings/t.ts'
import { money } from '../../ui/format.ts'
import type { Step } from './macros.ts'

export function sentenceOf({ kind, says }: Step): string {
  const said = (name: string) => String(says[name] ?? '')
  const list = (name: string) => (Array.isArray(says[name]) ? (says[name] as string[]) : [])
  switch (kind) {
    case 'reply':
      return t(says.goesOut === 0 ? 'macros.step.replyKept' : 'macros.step.reply')
    case 'link':
      return t('macros.step.link', { crisis: said('crisis') || '–' })
    case 'tag':
      return t('macros.step.tag', { tags: [...list('added').map((tag) => `+ ${tag}`), ...list('removed').map((tag) => `– ${tag}`)].join(', ') })
    case 'assign':
      return said('to') === '' ? t('macros.step.assignNobody') : said('name') === '' ? t('macros.step.assignMe') : t('macros.step.assign', { to: said('name') })
    case 'goodwill':
      return t('macros.step.goodwill', {
        sum: said('currency') ? money({ amountMinor: Number(says.amountMinor), currency: said('currency') }) : '–',
        reason: said('reason'),
      })
    case 'task':
      return t('macros.step.task', { text: said('text') })
    case 'state':
      return t(`macros.step.state.${said('then') as 'waiting' | 'closed' | 'open'}`)
    case 'snooze':
      return t('macros.step.snooze', { hours: said('hours') })
  }
}
