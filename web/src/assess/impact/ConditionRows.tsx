import { Button, Fieldset, Group, NativeSelect, Skeleton, Stack } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { t, tOf } from '../../strings/t.ts'
import { Icon } from '../../ui/Icon.tsx'
import { type Condition, degrees, type Draft } from './definition.ts'
import type { Service } from './services.ts'
import { WindowFields } from './WindowFields.tsx'

const ConditionBuilder = lazy(() => import('./ConditionBuilder.tsx').then(({ ConditionBuilder }) => ({ default: ConditionBuilder })))
type Rows = Draft['conditions']

/** Further groups of accounts: which, how badly, and when. */
export function ConditionRows({ value, services, onChange }: { value: Rows; services: Service[]; onChange: (rows: Rows) => void }) {
  const change = (id: number, part: Partial<Condition>) => onChange(value.map((row) => (row.id === id ? { ...row, ...part } : row)))
  const add = () =>
    onChange([
      ...value,
      {
        id: Math.max(-1, ...value.map((row) => row.id)) + 1,
        degree: 'down',
        since: null,
        until: null,
        query: { combinator: 'and', not: false, rules: [{ combinator: 'and', not: false, rules: [{ field: 'exposure.lot', operator: 'in', value: [] }] }] },
      },
    ])
  return (
    <Stack gap="sm">
      {value.map((row, i) => (
        <Fieldset key={row.id} legend={t('hurt.condition', { n: i + 1 })}>
          <Stack gap="sm">
            <Suspense fallback={<Skeleton h={120} />}>
              <ConditionBuilder value={row.query} services={services} onChange={(query) => change(row.id, { query })} />
            </Suspense>
            <NativeSelect
              label={t('hurt.degree')}
              maw={220}
              value={row.degree}
              data={degrees.map((degree) => ({ value: degree, label: tOf('degree', degree) }))}
              onChange={(event) => change(row.id, { degree: event.currentTarget.value as Condition['degree'] })}
            />
            <WindowFields value={row} onChange={(window) => change(row.id, window)} />
            <Group justify="flex-end">
              <Button
                size="xs"
                variant="subtle"
                color="gray"
                leftSection={<Icon name="close" size={14} />}
                onClick={() => onChange(value.filter((each) => each !== row))}
              >
                {t('hurt.removeCondition', { n: i + 1 })}
              </Button>
            </Group>
          </Stack>
        </Fieldset>
      ))}
      <Group>
        <Button size="xs" variant="default" leftSection={<Icon name="plus" size={14} />} onClick={add}>
          {t('hurt.addCondition')}
        </Button>
      </Group>
    </Stack>
  )
}
