import { Group, Input, MultiSelect, SegmentedControl, Stack } from '@mantine/core'
import { useServices } from '../../prepare/registry/brands.ts'
import { t, tOf } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'

export type ScopeRow = { serviceId: string; regions: string[] | null; degree: 'down' | 'degraded' | 'at-risk' }
const degrees = ['down', 'degraded', 'at-risk'] as const

/** Which services, in which regions, how bad. No region chosen means every region. */
export function ScopeFields({ value, onChange }: { value: ScopeRow[]; onChange: (scope: ScopeRow[]) => void }) {
  const services = useServices()
  const known = services.data ?? []
  const choose = (ids: string[]) =>
    onChange(ids.map((id) => value.find(({ serviceId }) => serviceId === id) ?? { serviceId: id, regions: null, degree: 'down' }))
  const change = (serviceId: string, part: Partial<ScopeRow>) => onChange(value.map((row) => (row.serviceId === serviceId ? { ...row, ...part } : row)))
  return (
    <Stack gap="sm">
      <MultiSelect
        label={t('scope.services')}
        placeholder={value.length === 0 ? t('scope.servicesHint') : ''}
        searchable
        clearable
        data={known.map(({ id, name }) => ({ value: id, label: name }))}
        value={value.map(({ serviceId }) => serviceId)}
        onChange={choose}
      />
      {services.isError && <ErrorNote error={services.error} retry={services.refetch} />}
      {value.map((row) => {
        const service = known.find(({ id }) => id === row.serviceId)
        const name = service?.name ?? '…'
        return (
          <Group key={row.serviceId} grow preventGrowOverflow={false} align="flex-end" gap="sm">
            {(service?.regions.length ?? 0) > 0 && (
              <MultiSelect
                label={t('scope.regions', { service: name })}
                placeholder={row.regions ? '' : t('scope.allRegions')}
                searchable
                clearable
                data={service?.regions ?? []}
                value={row.regions ?? []}
                onChange={(regions) => change(row.serviceId, { regions: regions.length > 0 ? regions : null })}
                style={{ minWidth: 220 }}
              />
            )}
            <Input.Wrapper label={t('scope.degree', { service: name })} style={{ minWidth: 220 }}>
              <SegmentedControl
                fullWidth
                aria-label={t('scope.degree', { service: name })}
                value={row.degree}
                onChange={(degree) => change(row.serviceId, { degree: degree as ScopeRow['degree'] })}
                data={degrees.map((degree) => ({ value: degree, label: tOf('degree', degree) }))}
              />
            </Input.Wrapper>
          </Group>
        )
      })}
    </Stack>
  )
}
