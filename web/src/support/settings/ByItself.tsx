import { NumberInput, Paper, SimpleGrid, Stack, Switch, Title } from '@mantine/core'
import { t } from '../../strings/t.ts'
import { Phrasing } from './Phrasing.tsx'
import type { Given, View } from './settings.ts'

export function ByItself({ given, phrasing, set }: { given: Given; phrasing: View['phrasing']; set: (part: Partial<Given>) => void }) {
  return (
    <Paper component="section" aria-label={t('supportSet.byItself')} p="md">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('supportSet.byItself')}
        </Title>
        <Switch label={t('supportSet.acknowledge')} checked={given.acknowledge} onChange={(event) => set({ acknowledge: event.currentTarget.checked })} />
        <Switch label={t('supportSet.assignItself')} checked={given.assignItself} onChange={(event) => set({ assignItself: event.currentTarget.checked })} />
        <Switch
          label={t('supportSet.assistant')}
          description={t('supportSet.assistantHint')}
          checked={given.assistant}
          onChange={(event) => set({ assistant: event.currentTarget.checked })}
        />
        <Switch
          label={t('supportSet.assistantPhrases')}
          description={t('supportSet.assistantPhrasesHint')}
          disabled={!given.assistant}
          checked={given.assistantPhrases}
          onChange={(event) => set({ assistantPhrases: event.currentTarget.checked })}
        />
        {given.assistant && given.assistantPhrases && <Phrasing phrasing={phrasing} />}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <NumberInput
            label={t('supportSet.linkItselfAt')}
            description={t('supportSet.linkItselfHint')}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            min={50}
            max={100}
            allowDecimal={false}
            hideControls
            value={given.linkPercent}
            onChange={(linkPercent) => set({ linkPercent })}
          />
          <NumberInput
            label={t('supportSet.offerAfter')}
            min={1}
            max={1440}
            allowDecimal={false}
            hideControls
            value={given.offerAfterMinutes}
            onChange={(offerAfterMinutes) => set({ offerAfterMinutes })}
          />
        </SimpleGrid>
      </Stack>
    </Paper>
  )
}
