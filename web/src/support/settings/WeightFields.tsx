import { Button, Fieldset, Group, NumberInput, Paper, SimpleGrid, Slider, Stack, Text, Title } from '@mantine/core'
import { t, tOf } from '../../strings/t.ts'
import { type Weights, weightGroups } from './settings.ts'

/** So far a slider reaches; more can be typed. */
const slides = 1_440
const most = 10_080

export function WeightFields({ weights, shipped, change }: { weights: Weights; shipped: Weights; change: (weights: Weights) => void }) {
  return (
    <Paper component="section" aria-label={t('supportSet.weights')} p="md">
      <Stack gap="md">
        <Group justify="space-between">
          <Title order={2} size="h4">
            {t('supportSet.weights')}
          </Title>
          <Button variant="default" size="xs" onClick={() => change(shipped)}>
            {t('supportSet.asShipped')}
          </Button>
        </Group>
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 1 }} spacing="md">
          {weightGroups.map((group) => (
            <Fieldset key={group} legend={tOf('supportSet.group', group)}>
              {Object.entries(weights[group]).map(([name, minutes]) => (
                <Weight
                  key={name}
                  name={name}
                  label={`${tOf('supportSet.group', group)}: ${name}`}
                  minutes={minutes}
                  change={(value) => change({ ...weights, [group]: { ...weights[group], [name]: value } })}
                />
              ))}
            </Fieldset>
          ))}
          <Fieldset legend={t('supportSet.group.more')}>
            <Weight name={t('supportSet.stillBroken')} minutes={weights.stillBroken} change={(stillBroken) => change({ ...weights, stillBroken })} />
            <Weight name={t('supportSet.promise')} minutes={weights.promise} change={(promise) => change({ ...weights, promise })} />
          </Fieldset>
        </SimpleGrid>
      </Stack>
    </Paper>
  )
}

function Weight({ name, label = name, minutes, change }: { name: string; label?: string; minutes: number; change: (minutes: number) => void }) {
  return (
    <Group gap="sm" wrap="nowrap" py={4} align="center">
      <Text size="sm" style={{ flex: '1 1 8rem', minWidth: 0 }}>
        {name}
      </Text>
      <Slider
        style={{ flex: '2 1 6rem' }}
        min={0}
        max={slides}
        step={5}
        label={null}
        thumbLabel={t('supportSet.slide', { name: label })}
        value={Math.min(minutes, slides)}
        onChange={change}
      />
      <NumberInput
        aria-label={t('supportSet.minutes', { name: label })}
        w={84}
        size="xs"
        min={0}
        max={most}
        clampBehavior="strict"
        allowDecimal={false}
        hideControls
        value={minutes}
        onChange={(value) => change(Number(value) || 0)}
      />
    </Group>
  )
}
