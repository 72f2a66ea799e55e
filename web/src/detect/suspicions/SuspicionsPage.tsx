import { Paper, Stack, Title } from '@mantine/core'
import { useId } from 'react'
import { useLive } from '../../platform/use-live.ts'
import { useBrands } from '../../prepare/registry/brands.ts'
import { t } from '../../strings/t.ts'
import { ButtonLink } from '../../ui/links.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { Calm } from './Calm.tsx'
import { PastSuspicions } from './PastSuspicions.tsx'
import { SuspicionCard } from './SuspicionCard.tsx'
import { suspicionsKey, useSuspicions } from './suspicions.ts'

/** What may be a crisis, the surest first; below it what is put off, and what became of the others. */
export function SuspicionsPage() {
  const heading = useId()
  const list = useSuspicions()
  const brands = useBrands()
  useLive(suspicionsKey)
  const board = (
    <ButtonLink to="/board" variant="default">
      {t('suspicions.board')}
    </ButtonLink>
  )
  return (
    <Page title={t('suspicions.pageTitle')} lead={t('suspicions.lead')} actions={board} size={900}>
      <Loaded query={list}>
        {(now) => {
          const open = now.filter(({ state }) => state === 'open')
          return (
            <Stack gap="xl">
              {open.length === 0 ? (
                <Paper component="section" aria-label={t('suspicions.open')}>
                  <Calm />
                </Paper>
              ) : (
                <section aria-labelledby={heading}>
                  <Title order={2} id={heading} mb="xs">
                    {t('suspicions.open')}
                  </Title>
                  <Stack gap="sm">
                    {open.map((suspicion) => (
                      <SuspicionCard
                        key={suspicion.id}
                        suspicion={suspicion}
                        brand={brands.data?.find(({ slug }) => slug === suspicion.brand)}
                        named={(brands.data?.length ?? 0) > 1}
                      />
                    ))}
                  </Stack>
                </section>
              )}
              <PastSuspicions snoozed={now.filter(({ state }) => state === 'snoozed')} />
            </Stack>
          )
        }}
      </Loaded>
    </Page>
  )
}
