import { NumberInput, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { t } from '../../strings/t.ts'
import type { View } from './settings.ts'

type Given = View['targets']

export function Targets({ targets, change }: { targets: Given; change: (targets: Given) => void }) {
  return (
    <Paper component="section" aria-label={t('supportSet.targets')} p="md">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('supportSet.targets')}
        </Title>
        <Text size="sm">{t('supportSet.targetsLead')}</Text>
        <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }}>
          {(['first', 'next'] as const).flatMap((kind) =>
            Object.entries(targets[kind]).map(([tier, minutes]) => {
              const whose = { tier: tier === 'other' ? t('supportSet.allOthers') : tier }
              return (
                <NumberInput
                  key={`${kind}/${tier}`}
                  label={kind === 'first' ? t('supportSet.first', whose) : t('supportSet.next', whose)}
                  min={5}
                  max={40_320}
                  allowDecimal={false}
                  hideControls
                  value={minutes}
                  onChange={(value) => change({ ...targets, [kind]: { ...targets[kind], [tier]: Number(value) || 0 } })}
                />
              )
            }),
          )}
        </SimpleGrid>
      </Stack>
    </Paper>
  )
}
