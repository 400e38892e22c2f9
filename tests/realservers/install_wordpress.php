<?php
// Sets up an empty blog with one editor and prints an application password for the REST interface.
$_SERVER['HTTP_HOST'] = getenv('WP_TEST_HOST');
define('WP_INSTALLING', true);
require getenv('WP_TEST_SITE') . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

wp_install('Sandleigh Council blog', 'editor', 'editor@sandleigh.example', true, '', 'not-used');
update_option('timezone_string', 'Europe/London');
update_option('permalink_structure', '/%year%/%monthnum%/%day%/%postname%/');
$GLOBALS['wp_rewrite']->init();
$GLOBALS['wp_rewrite']->flush_rules(false);
foreach (get_posts(['post_type' => ['post', 'page'], 'post_status' => 'any', 'numberposts' => -1]) as $sample) {
    wp_delete_post($sample->ID, true);
}
$editor = get_user_by('login', 'editor');
wp_update_user(['ID' => $editor->ID, 'display_name' => 'Ada Example']);
echo WP_Application_Passwords::create_new_application_password($editor->ID, ['name' => 'tests'])[0];
