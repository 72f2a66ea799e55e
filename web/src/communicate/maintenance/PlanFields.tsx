import { Checkbox, MultiSelect, Select, SimpleGrid, Textarea, TextInput } from '@mantine/core'
import type { BrandView } from '../../../../server/src/prepare/people/people.contract.ts'
import type { ServiceView } from '../../../../server/src/prepare/registry/registry.contract.ts'
import { useServices } from '../../prepare/registry/brands.ts'
import { t } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { ZonedTimeField } from '../../ui/ZonedTimeField.tsx'
import { hasBegun, type Work } from './maintenance.ts'
import { PlanTelling } from './PlanTelling.tsx'
import { emptyPlan, type Plan, type Wrong, withStart } from './plan.ts'

type Props = { plan: Plan; set: (plan: Plan) => void; zone: string; brands: BrandView[]; wrong: Wrong; work: Work | undefined }

/** Once it has begun, only its end is moved. */
export function PlanFields({ plan, set, zone, brands, wrong, work }: Props) {
  const services = useServices()
  const begun = work !== undefined && hasBegun(work)
  return (
    <>
      {!work && brands.length > 1 && (
        <Select
          label={t('maintenance.brand')}
          allowDeselect={false}
          data={brands.map(({ slug, name }) => ({ value: slug, label: name }))}
          value={plan.brand}
          onChange={(brand) =>
            brand && set({ ...plan, ...emptyPlan(brand), title: plan.title, body: plan.body, tells: plan.tells, remindMinutes: plan.remindMinutes })
          }
        />
      )}
      <TextInput
        label={t('maintenance.title')}
        placeholder={t('maintenance.titlePlaceholder')}
        required
        data-autofocus={!begun || undefined}
        disabled={begun}
        maxLength={150}
        value={plan.title}
        error={wrong.title}
        onChange={(event) => set({ ...plan, title: event.currentTarget.value })}
      />
      <MultiSelect
        label={t('maintenance.services')}
        required
        searchable
        disabled={begun}
        data={byGroup((services.data ?? []).filter(({ brand }) => brand === plan.brand))}
        value={plan.services}
        error={wrong.services}
        onChange={(chosen) => set({ ...plan, services: chosen })}
      />
      {services.isError && <ErrorNote error={services.error} retry={services.refetch} />}
      <SimpleGrid cols={{ base: 1, xs: 2 }} style={{ alignItems: 'start' }}>
        <ZonedTimeField
          label={t('maintenance.from')}
          timeZone={zone}
          disabled={begun}
          value={plan.from}
          error={wrong.startsAt}
          onChange={(from) => set(withStart(plan, from, zone))}
        />
        <ZonedTimeField label={t('maintenance.until')} timeZone={zone} value={plan.until} error={wrong.endsAt} onChange={(until) => set({ ...plan, until })} />
      </SimpleGrid>
      <Checkbox
        label={t('maintenance.byItself')}
        description={t('maintenance.byItselfHint')}
        checked={plan.endsByItself}
        onChange={(event) => set({ ...plan, endsByItself: event.currentTarget.checked })}
      />
      <PlanTelling plan={plan} set={set} begun={begun} />
      <Textarea
        label={work ? t('maintenance.wordsOfChange') : t('maintenance.words')}
        description={work ? t('maintenance.wordsOfChangeHint') : t('maintenance.wordsHint')}
        required={!work}
        minRows={3}
        maxLength={4_000}
        value={plan.body}
        error={wrong.body}
        onChange={(event) => set({ ...plan, body: event.currentTarget.value })}
      />
    </>
  )
}

/** As they stand on the status page: those of a group together, the others first. */
export function byGroup(services: ServiceView[]) {
  const item = ({ id, name }: ServiceView) => ({ value: id, label: name })
  const alone = services.filter(({ group }) => group === null)
  const groups = [...new Set(services.flatMap(({ group }) => (group === null ? [] : [group])))]
  if (groups.length === 0) return alone.map(item)
  return [
    ...(alone.length > 0 ? [{ group: t('maintenance.noGroup'), items: alone.map(item) }] : []),
    ...groups.map((group) => ({ group, items: services.filter((service) => service.group === group).map(item) })),
  ]
}
