import { Button, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { t, tOf } from '../../strings/t.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { CloselyList } from './CloselyList.tsx'
import { SensitivityChoice } from './SensitivityChoice.tsx'
import { useSensitivity } from './sensitivity.ts'
import { WatchDialog } from './WatchDialog.tsx'

/** How easily something is raised: for all, for a service, for a series; and what is watched closely for a while. */
export function SensitivityPage() {
  const [watching, setWatching] = useState(false)
  const query = useSensitivity()
  return (
    <Page
      title={t('sensitivity.title')}
      lead={t('sensitivity.lead')}
      actions={<Button onClick={() => setWatching(true)}>{t('sensitivity.watch')}</Button>}
      size={900}
    >
      <Loaded query={query}>
        {({ company, services, series, closely }) => (
          <Stack>
            {closely.length > 0 && (
              <Section title={t('sensitivity.closely')}>
                <CloselyList closely={closely} />
              </Section>
            )}
            <Section title={t('sensitivity.all')}>
              <SensitivityChoice label={t('sensitivity.company')} path="/api/sensitivity" value={company} />
            </Section>
            {services.length > 0 && (
              <Section title={t('sensitivity.ofServices')}>
                <SimpleGrid cols={{ base: 1, xs: 2 }}>
                  {services.map(({ id, name, sensitivity }) => (
                    <div key={id}>
                      <SensitivityChoice
                        label={name}
                        path={`/api/services/${id}/sensitivity`}
                        value={sensitivity}
                        above={t('sensitivity.asCompany', { level: tOf('sensitivity.level', company) })}
                      />
                    </div>
                  ))}
                </SimpleGrid>
              </Section>
            )}
            <Section title={t('sensitivity.ofSeries')}>
              <Text size="sm">{t('sensitivity.ofSeriesText')}</Text>
              <SimpleGrid cols={{ base: 1, xs: 2 }}>
                {series.map(({ id, name, service, region, sensitivity }) => (
                  <div key={id}>
                    <SensitivityChoice
                      label={[name, service, region].filter(Boolean).join(', ')}
                      path={`/api/series/${id}/sensitivity`}
                      value={sensitivity}
                      above={t('sensitivity.asAbove')}
                    />
                  </div>
                ))}
              </SimpleGrid>
            </Section>
          </Stack>
        )}
      </Loaded>
      {watching && <WatchDialog close={() => setWatching(false)} />}
    </Page>
  )
}

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <Paper component="section" aria-label={title} p="md">
    <Stack gap="sm">
      <Title order={2} size="h4">
        {title}
      </Title>
      {children}
    </Stack>
  </Paper>
)
