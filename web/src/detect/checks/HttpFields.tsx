import { NativeSelect, SimpleGrid } from '@mantine/core'
import { t } from '../../strings/t.ts'
import type { Given, Wrong } from './checks.ts'
import { Lines, Whole, Words } from './Typed.tsx'

/** A page or an API: how it is asked, and everything that its answer must be. */
export function HttpFields({ given, set, wrong }: { given: Given; set: (part: Partial<Given>) => void; wrong: Wrong }) {
  const common = { given, set }
  return (
    <>
      <Words field="url" type="url" label={t('checks.url')} required error={wrong['target.url']} {...common} />
      <SimpleGrid cols={{ base: 1, xs: 3 }} style={{ alignItems: 'start' }}>
        <NativeSelect
          label={t('checks.method')}
          data={['GET', 'POST']}
          value={given.method}
          onChange={(event) => set({ method: event.currentTarget.value === 'POST' ? 'POST' : 'GET' })}
        />
        <Words field="status" label={t('checks.status')} hint={t('checks.statusHint')} error={wrong['target.status']} {...common} />
        <Whole field="withinMs" label={t('checks.within')} min={1} max={10_000} error={wrong['target.withinMs']} {...common} />
      </SimpleGrid>
      {given.method === 'POST' && <Lines field="body" label={t('checks.body')} error={wrong['target.body']} {...common} />}
      <SimpleGrid cols={{ base: 1, xs: 2 }} style={{ alignItems: 'start' }}>
        <Words field="contains" label={t('checks.contains')} error={wrong['target.contains']} {...common} />
        <Words field="lacks" label={t('checks.lacks')} error={wrong['target.lacks']} {...common} />
        <Words field="jsonPath" label={t('checks.jsonPath')} hint={t('checks.jsonPathHint')} error={wrong['target.json.path']} {...common} />
        {given.jsonPath.trim() !== '' && <Words field="jsonEquals" label={t('checks.jsonEquals')} error={wrong['target.json.equals']} {...common} />}
      </SimpleGrid>
    </>
  )
}
