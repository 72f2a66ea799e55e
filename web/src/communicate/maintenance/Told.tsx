import { Stack, Text } from '@mantine/core'
import { t, tn, tOf } from '../../strings/t.ts'
import { Moment } from '../../ui/Moment.tsx'
import type { Work } from './maintenance.ts'

/** What subscribers were told of a work, and how many of them it reached. */
export function Told({ news }: Pick<Work, 'news'>) {
  if (news.length === 0) return null
  return (
    <details>
      <summary>
        <Text span size="sm">
          {tn('maintenance.told', news.length)}
        </Text>
      </summary>
      <Stack gap={4} mt={8}>
        {news.map(({ moment, at, total, reached, waiting, unknown }) => (
          <Text key={`${moment}${at}`} size="sm" className="lw-figures">
            {tOf('maintenance.moment', moment)} · <Moment at={at} /> ·{' '}
            {total === 0
              ? t('maintenance.toldNobody')
              : [
                  t('maintenance.reached', { reached, total }),
                  ...(waiting > 0 ? [t('maintenance.waiting', { waiting })] : []),
                  ...(unknown > 0 ? [t('maintenance.unknown', { unknown })] : []),
                ].join(', ')}
          </Text>
        ))}
      </Stack>
    </details>
  )
}
