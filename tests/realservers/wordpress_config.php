<?php
// One unpacked WordPress serves every test run: what differs between runs comes from the environment.
$host = getenv('WP_TEST_HOST');
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:' . getenv('WP_TEST_SOCKET'));
define('DB_DIR', getenv('WP_TEST_DATA'));   // where SQLite's file is, if that is the database
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {
    define("{$name}_KEY", "test $name key");
    define("{$name}_SALT", "test $name salt");
}
define('WP_HOME', "http://$host");
define('WP_SITEURL', "http://$host");
// Application passwords without TLS, unless a test wants a site that has none.
define('WP_ENVIRONMENT_TYPE', file_exists(getenv('WP_TEST_LOG') . '.production') ? 'production' : 'local');
define('WP_HTTP_BLOCK_EXTERNAL', true);     // WordPress asks nobody for updates
define('WP_ACCESSIBLE_HOSTS', '127.0.0.1');
define('AUTOMATIC_UPDATER_DISABLED', true);
define('DISABLE_WP_CRON', true);
define('WP_DEBUG', true);
define('WP_DEBUG_DISPLAY', false);
define('WP_DEBUG_LOG', getenv('WP_TEST_LOG'));
$table_prefix = 'wp_';
if (!defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
