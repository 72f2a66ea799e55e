import { Stack, Text } from '@mantine/core'
import { t } from '../../strings/t.ts'
import { atNear, number } from '../../ui/format.ts'
import type { View } from './settings.ts'

/** How it goes with the model that phrases the assistant's answers. */
export function Phrasing({ phrasing: { isSetUp, since, phrased, refused, failed, last } }: { phrasing: View['phrasing'] }) {
  return (
    <Stack gap={2} role="status">
      {!isSetUp && <Text size="sm">{t('supportSet.phrasing.none')}</Text>}
      {phrased + refused + failed > 0 && (
        <Text size="sm" c="dimmed">
          {t('supportSet.phrasing.counts', { since: atNear(since), phrased: number(phrased), refused: number(refused), failed: number(failed) })}
        </Text>
      )}
      {last && <Text size="sm">{t('supportSet.phrasing.last', { at: atNear(last.at), why: last.why })}</Text>}
    </Stack>
  )
}
