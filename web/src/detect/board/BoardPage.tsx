import { Button, Center, Group, Input, Loader, Paper, SegmentedControl, Select, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useCallback, useId, useState } from 'react'
import { useServices } from '../../prepare/registry/brands.ts'
import { t, tOf } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { ButtonLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { useTick } from '../../ui/use-tick.ts'
import { minuteMs, periodOf, periods, reachOf, useSeries } from './board.ts'
import { Scrubber, untilOf } from './Scrubber.tsx'
import { SeriesGrid } from './SeriesGrid.tsx'

/** Every series beside its like, now or at any time that is kept. */
export function BoardPage() {
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), 250)
  const [service, setService] = useState<string | null>(null)
  const [hours, setHours] = useState<(typeof periods)[number]>('2')
  const [ago, setAgo] = useState(0)
  const [settled] = useDebouncedValue(ago, 200)
  const now = useTick(minuteMs)
  const list = useSeries(search, service ?? undefined)
  const { fetchNextPage, hasNextPage, isFetching } = list
  const nearEnd = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage()
  }, [fetchNextPage, hasNextPage, isFetching])
  const all = list.data?.pages.flatMap(({ items }) => items)
  const period = periodOf(Number(hours), untilOf(settled, now, Number(hours)))
  const choose = (next: typeof hours) => {
    // Another reach has other steps: one begins at now again.
    if (reachOf(Number(next)).days !== reachOf(Number(hours)).days) setAgo(0)
    setHours(next)
  }
  const back = (
    <ButtonLink to="/suspicions" variant="default">
      {t('suspicions.pageTitle')}
    </ButtonLink>
  )
  return (
    <Page title={t('board.title')} lead={t('board.lead')} actions={back} size={1600}>
      <Paper p="md">
        <Stack gap="sm">
          <Group align="flex-end" gap="sm">
            <TextInput
              type="search"
              label={t('board.search')}
              leftSection={<Icon name="search" size={16} />}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              style={{ flex: '1 1 220px' }}
              maw={420}
            />
            <ServiceChoice service={service} set={setService} />
            <PeriodChoice hours={hours} set={choose} />
          </Group>
          <Scrubber ago={ago} set={setAgo} now={now} hours={Number(hours)} />
        </Stack>
      </Paper>
      {list.isError && <ErrorNote error={list.error} retry={list.refetch} />}
      {!all && !list.isError && (
        <Center p="xl">
          <Loader role="status" size="sm" aria-label={t('loading')} />
        </Center>
      )}
      {all?.length === 0 && (
        <Paper>
          {search || service ? (
            <Empty title={t('board.noMatch')} action={<Clear clear={() => [setTyped(''), setService(null)]} />} />
          ) : (
            <Empty title={t('board.none')} text={t('board.noneText')} />
          )}
        </Paper>
      )}
      {all && all.length > 0 && <SeriesGrid all={all} whole={!hasNextPage} period={period} live={settled === 0} nearEnd={nearEnd} />}
    </Page>
  )
}

const Clear = ({ clear }: { clear: () => void }) => (
  <Button variant="default" size="xs" onClick={clear}>
    {t('board.allServices')}
  </Button>
)

function ServiceChoice({ service, set }: { service: string | null; set: (service: string | null) => void }) {
  const services = useServices().data ?? []
  return (
    <Select
      label={t('board.service')}
      placeholder={t('board.allServices')}
      clearable
      searchable
      w={200}
      data={services.map(({ id, name }) => ({ value: id, label: name }))}
      value={service}
      onChange={set}
    />
  )
}

function PeriodChoice({ hours, set }: { hours: string; set: (hours: (typeof periods)[number]) => void }) {
  const id = useId()
  return (
    <div>
      <Input.Label id={id} labelElement="div">
        {t('board.period')}
      </Input.Label>
      <SegmentedControl
        role="radiogroup"
        aria-labelledby={id}
        style={{ display: 'flex', flexWrap: 'wrap' }}
        data={periods.map((value) => ({ value, label: tOf('board.period', value) }))}
        value={hours}
        onChange={(value) => set(periods.find((each) => each === value) ?? '2')}
      />
    </div>
  )
}
