import { Text } from '@mantine/core'
import { t, tn } from '../../strings/t.ts'
import { span } from '../../ui/format.ts'
import type { Source } from './sources.ts'

type Props = { asked: NonNullable<Source['asked']>; now: number }

/** How asking goes: when, how many were new; or why not, since when, and when it is tried again. */
export function AskedText({ asked: { state, sentence, askedAt, failingSince, nextAt, news }, now }: Props) {
  const ago = (at: string | null) => span(Math.max(0, now - Date.parse(at ?? nextAt)))
  if (state === 'waiting') return <Text size="sm">{t('sources.asksSoon')}</Text>
  if (state === 'well')
    return (
      <Text size="sm" className="lw-figures">
        {t('sources.askedAgo', { span: ago(askedAt) })}, {tn('sources.news', news ?? 0)}
      </Text>
    )
  return (
    <Text size="sm" className="lw-amber lw-figures">
      {t(state === 'refused' ? 'sources.refusedSince' : 'sources.failingSince', { sentence: sentence ?? '', span: ago(failingSince) })}{' '}
      <Text span size="sm" c="dimmed">
        {t('sources.askedAgain', { span: span(Math.max(0, Date.parse(nextAt) - now)) })}
      </Text>
    </Text>
  )
}
