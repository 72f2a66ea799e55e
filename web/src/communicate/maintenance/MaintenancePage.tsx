import { Button, Paper, Stack, Title } from '@mantine/core'
import { useId, useState } from 'react'
import { useMay } from '../../platform/session.ts'
import { useBrands } from '../../prepare/registry/brands.ts'
import { t } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { hasBegun, isOver, useMaintenances, type Work } from './maintenance.ts'
import { MaintenanceCard } from './MaintenanceCard.tsx'
import { PlanDialog } from './PlanDialog.tsx'

const zoneUnknown = 'Etc/UTC'
const fewOver = 10

/** Planned work: what is under way, what comes, what is over; and the next one is announced here. */
export function MaintenancePage() {
  const [announcing, setAnnouncing] = useState(false)
  const may = useMay('approve-update')
  const list = useMaintenances()
  const brands = useBrands()
  const announce = may && (brands.data?.length ?? 0) > 0 && (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setAnnouncing(true)}>
      {t('maintenance.announce')}
    </Button>
  )
  return (
    <Page title={t('maintenance.pageTitle')} lead={t('maintenance.lead')} actions={announce} size={900}>
      <Loaded query={list}>
        {(all) =>
          all.length === 0 ? (
            <Paper>
              <Empty title={t('maintenance.empty')} text={t('maintenance.emptyText')} action={announce} />
            </Paper>
          ) : (
            <Loaded query={brands}>{(known) => <Sections all={all} brands={known} />}</Loaded>
          )
        }
      </Loaded>
      {announcing && brands.data && <PlanDialog timeZone={brands.data[0]?.timeZone ?? zoneUnknown} close={() => setAnnouncing(false)} />}
    </Page>
  )
}

type Brands = { slug: string; name: string; timeZone: string }[]

function Sections({ all, brands }: { all: Work[]; brands: Brands }) {
  const [more, setMore] = useState(false)
  const over = all.filter(isOver)
  return (
    <Stack gap="xl">
      <Section title={t('maintenance.underWay')} works={all.filter((work) => hasBegun(work) && !isOver(work))} brands={brands} />
      <Section title={t('maintenance.comes')} works={all.filter((work) => !hasBegun(work))} brands={brands} />
      <Section title={t('maintenance.over')} works={more ? over : over.slice(0, fewOver)} brands={brands} />
      {!more && over.length > fewOver && (
        <Button variant="default" size="xs" onClick={() => setMore(true)} style={{ alignSelf: 'center' }}>
          {t('more')}
        </Button>
      )}
    </Stack>
  )
}

function Section({ title, works, brands }: { title: string; works: Work[]; brands: Brands }) {
  const heading = useId()
  if (works.length === 0) return null
  return (
    <section aria-labelledby={heading}>
      <Title order={2} id={heading} mb="xs">
        {title}
      </Title>
      <Stack gap="sm">
        {works.map((work) => {
          const brand = brands.find(({ slug }) => slug === work.brand)
          return <MaintenanceCard key={work.id} work={work} timeZone={brand?.timeZone ?? zoneUnknown} brand={brands.length > 1 ? brand?.name : undefined} />
        })}
      </Stack>
    </section>
  )
}
