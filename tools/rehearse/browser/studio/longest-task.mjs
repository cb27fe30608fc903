// How long the longest task of a page takes a processor: what a person would wait on a machine with nothing else to do, however busy this one is.

/** Processor time of a task of the page at most, in ms: well below the 50 after which a page is felt to hang. */
export const longestTask = 35;

/** What is traced: tasks with their processor time, and what tells which process is the page's. */
const categories = ['toplevel', 'devtools.timeline'];

/** Begins to trace the browser of a context; what it returns ends that, and gives the longest task of the page at an address, in ms. */
export async function watchTasks(context, url) {
  const session = await context.browser().newBrowserCDPSession();
  /** @type {any[]} */
  const events = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: categories },
  });
  return async () => {
    const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end');
    await complete;
    await session.detach();
    const isOurs = ({ name, args }) => /FunctionCall|EvaluateScript/.test(name) && JSON.stringify(args).includes(url);
    const pages = new Set(events.filter(isOurs).map(({ pid }) => pid));
    const mains = new Set(
      events
        .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
        .map(({ pid, tid }) => `${pid} ${tid}`),
    );
    const tasks = events.filter(
      ({ name, ph, pid, tid }) =>
        ph === 'X' && name.endsWith('RunTask') && pages.has(pid) && mains.has(`${pid} ${tid}`),
    );
    if (tasks.length === 0) throw new Error(`no task of ${url} was traced`);
    return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
  };
}
