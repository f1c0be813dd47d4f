"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) { return mod; };
Object.defineProperty(exports, "__esModule", { value: true });
exports.b = exports.a = void 0;
const express_1 = __importDefault(require("express"));
const tslib_1 = require("tslib");
const fs = tslib_1.__importStar(require("fs"));
var _util = require("./util");
var _db = _interopRequireDefault(require("./db"));
__exportStar(require("./all"), exports);
tslib_1.__exportStar(require("./more"), exports);
Object.defineProperty(exports, "c", { enumerable: true, get: function () { return _util.c; } });
Object.defineProperty(exports, "d", { get: () => fs.d });
__export(out_exports, { handler: () => handler, other: function () { return other; } });
exports.a = (0, express_1.default)();
exports.handler = handler;
function handler() { return _db.default.put((0, _util.run)("x")); }
