import { describeBusContract } from './bus-contract.ts';
import { createMemoryBus } from './bus-memory.ts';

describeBusContract('memory', async () => createMemoryBus());
