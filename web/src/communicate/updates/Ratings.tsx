import { Text } from '@mantine/core'
import type { UpdateView } from '../../../../server/src/communicate/updates/updates.contract.ts'
import { t, tn } from '../../strings/t.ts'

/** How readers found it, once somebody said so. */
export function Ratings({ ratings: { helpful, not } }: Pick<UpdateView, 'ratings'>) {
  if (helpful + not === 0) return null
  return (
    <Text size="xs" c="dimmed" className="lw-figures">
      {t('update.ratings', { helpful: tn('update.helpful', helpful), not: tn('update.notHelpful', not) })}
    </Text>
  )
}
