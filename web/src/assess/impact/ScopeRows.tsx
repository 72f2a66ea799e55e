import { Button, Fieldset, Group, MultiSelect, NativeSelect, Stack } from '@mantine/core'
import { t, tOf } from '../../strings/t.ts'
import { Icon } from '../../ui/Icon.tsx'
import { degrees, type Draft, type ScopeRow } from './definition.ts'
import type { Service } from './services.ts'
import { WindowFields } from './WindowFields.tsx'

type Rows = Draft['scope']

/** What is affected, a row each: service, regions, how bad, and when. */
export function ScopeRows({ value, services, onChange }: { value: Rows; services: Service[]; onChange: (rows: Rows) => void }) {
  const change = (id: number, part: Partial<ScopeRow>) => onChange(value.map((row) => (row.id === id ? { ...row, ...part } : row)))
  const add = () =>
    onChange([...value, { id: Math.max(-1, ...value.map((row) => row.id)) + 1, serviceId: '', regions: null, degree: 'down', since: null, until: null }])
  return (
    <Stack gap="sm">
      {value.map((row, i) => {
        const service = services.find(({ id }) => id === row.serviceId)
        return (
          <Fieldset key={row.id} legend={t('hurt.row', { n: i + 1 })}>
            <Stack gap="sm">
              <Group grow preventGrowOverflow={false} align="flex-start" gap="sm">
                <NativeSelect
                  label={t('hurt.service')}
                  value={row.serviceId}
                  data={[...(row.serviceId ? [] : [{ value: '', label: '' }]), ...services.map(({ id, name }) => ({ value: id, label: name }))]}
                  onChange={(event) => change(row.id, { serviceId: event.currentTarget.value, regions: null })}
                />
                <MultiSelect
                  label={t('hurt.regions')}
                  placeholder={row.regions ? '' : t('hurt.allRegions')}
                  searchable
                  clearable
                  data={[...new Set([...(service?.regions ?? []), ...(row.regions ?? [])])]}
                  value={row.regions ?? []}
                  onChange={(regions) => change(row.id, { regions: regions.length > 0 ? regions : null })}
                />
                <NativeSelect
                  label={t('hurt.degree')}
                  value={row.degree}
                  data={degrees.map((degree) => ({ value: degree, label: tOf('degree', degree) }))}
                  onChange={(event) => change(row.id, { degree: event.currentTarget.value as ScopeRow['degree'] })}
                />
              </Group>
              <WindowFields value={row} onChange={(window) => change(row.id, window)} />
              <Group justify="flex-end">
                <Button
                  size="xs"
                  variant="subtle"
                  color="gray"
                  leftSection={<Icon name="close" size={14} />}
                  onClick={() => onChange(value.filter((each) => each !== row))}
                >
                  {t('hurt.removeRow', { n: i + 1 })}
                </Button>
              </Group>
            </Stack>
          </Fieldset>
        )
      })}
      <Group>
        <Button size="xs" variant="default" leftSection={<Icon name="plus" size={14} />} onClick={add}>
          {t('hurt.addRow')}
        </Button>
      </Group>
    </Stack>
  )
}
