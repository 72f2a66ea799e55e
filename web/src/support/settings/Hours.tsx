import { Paper, SimpleGrid, Stack, Text, Textarea, TextInput, Title } from '@mantine/core'
import { t, tOf } from '../../strings/t.ts'
import { blocksOf, days, type Given } from './settings.ts'

export function Hours({ given, set }: { given: Given; set: (part: Partial<Given>) => void }) {
  return (
    <Paper component="section" aria-label={t('supportSet.hours')} p="md">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('supportSet.hours')}
        </Title>
        <Text size="sm">{t('supportSet.hoursHint')}</Text>
        <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }}>
          <TextInput
            label={t('supportSet.zone')}
            description={t('supportSet.zoneHint')}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            value={given.zone}
            onChange={(event) => set({ zone: event.currentTarget.value })}
          />
          {days.map((day) => (
            <TextInput
              key={day}
              label={tOf('supportSet.day', day)}
              value={given.days[day] ?? ''}
              error={blocksOf(given.days[day] ?? '') ? undefined : t('supportSet.blockWrong')}
              onChange={(event) => set({ days: { ...given.days, [day]: event.currentTarget.value } })}
            />
          ))}
          <Textarea
            label={t('supportSet.closed')}
            description={t('supportSet.closedHint')}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            autosize
            minRows={2}
            maxRows={8}
            value={given.closed}
            onChange={(event) => set({ closed: event.currentTarget.value })}
          />
        </SimpleGrid>
      </Stack>
    </Paper>
  )
}
