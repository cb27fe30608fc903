import { kerasModels } from '../tools/measure/strangers/keras-models.mjs';
const [only] = process.argv.slice(2);
console.log(await kerasModels({ python: '/tmp/keras/venv/bin/python', folder: '/tmp/keras/st', only }));
