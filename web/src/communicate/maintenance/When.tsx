import { Text } from '@mantine/core'
import { t } from '../../strings/t.ts'
import { readersZone, sameWall, spanIn } from '../../ui/zoned.ts'
import type { Work } from './maintenance.ts'

/** The window on the clock of the brand, as customers read it; with the reader's own beside it where that one shows something else. */
export function When({ work: { startsAt, endsAt }, timeZone }: { work: Pick<Work, 'startsAt' | 'endsAt'>; timeZone: string }) {
  const [from, until, own] = [Date.parse(startsAt), Date.parse(endsAt), readersZone()]
  const alike = sameWall(from, timeZone, own) && sameWall(until, timeZone, own)
  return (
    <Text size="sm" className="lw-figures">
      <time dateTime={startsAt}>{spanIn(from, until, timeZone)}</time>
      {!alike && (
        <Text span size="sm" c="dimmed">
          {' · '}
          {t('zoned.yours', { time: spanIn(from, until, own) })}
        </Text>
      )}
    </Text>
  )
}
